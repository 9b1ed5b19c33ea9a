-- What people say of what we told: an event, or how a dog holds itself in one picture. Training reads it.
CREATE TABLE corrections (
    id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    camera_id  UUID REFERENCES cameras (id) ON DELETE SET NULL,
    -- The event's, which is not referred to: events are kept for a while, labels for good. NULL: of one picture.
    event_id   UUID,
    ts         TIMESTAMPTZ NOT NULL, -- when the picture was captured
    said       VARCHAR(100),         -- what we told; NULL: nothing
    label      VARCHAR(100) NOT NULL CHECK (label <> ''),
    box        JSONB,                -- {x, y, w, h} of the dog, fractions of the picture; NULL: we don't know
    picture    VARCHAR(500),         -- NULL: it was not recorded
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (user_id, event_id)
);

CREATE INDEX idx_corrections_user ON corrections (user_id, created_at DESC, id DESC);

CREATE FUNCTION doom_objects_of_corrections() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO doomed_objects (uri)
    SELECT picture FROM gone WHERE picture IS NOT NULL
    ON CONFLICT (uri) DO UPDATE SET retry_at = now();
    RETURN NULL;
END
$$;

CREATE TRIGGER doom_objects_of_corrections AFTER DELETE ON corrections
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION doom_objects_of_corrections();
