-- Models that people register, which of them answers, and every step on the way there.

ALTER TABLE models
    ADD COLUMN user_id    UUID REFERENCES users (id) ON DELETE SET NULL, -- who registered it
    ADD COLUMN format     VARCHAR(20) NOT NULL CHECK (format IN ('onnx', 'tflite')),
    ADD COLUMN sha256     BYTEA NOT NULL CHECK (octet_length(sha256) = 32), -- nothing was registered before
    ADD COLUMN size_bytes BIGINT NOT NULL CHECK (size_bytes > 0);

CREATE INDEX idx_models_newest ON models (created_at DESC, id DESC);

-- Who answers, one row a type. Replicas read it when they start and follow it: it is the truth, they are its copies.
-- A model that is NULL is the one that the settings name; it needs no row and can't be deleted.
CREATE TABLE model_slots (
    type            VARCHAR(50) PRIMARY KEY CHECK (type IN ('detector', 'pose', 'sound')),
    generation      BIGINT NOT NULL DEFAULT 0, -- grows with each change: whoever changes says what it saw
    live_id         UUID REFERENCES models (id),
    has_previous    BOOLEAN NOT NULL DEFAULT false,
    previous_id     UUID REFERENCES models (id), -- kept in memory, for a rollback at once
    candidate_id    UUID REFERENCES models (id),
    role            VARCHAR(10) CHECK (role IN ('switch', 'canary', 'shadow')), -- what the candidate is there for
    share           REAL CHECK (share > 0 AND share < 1), -- of the cameras, of a canary
    fps             REAL CHECK (fps > 0),                 -- frames a second at most, of a shadow
    candidate_until TIMESTAMPTZ, -- a switch that is not done by then was given up
    bounds          JSONB NOT NULL DEFAULT '{}', -- what the live model, or the canary, has to keep
    watched_since   TIMESTAMPTZ,
    updated_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    CHECK ((candidate_id IS NULL) = (role IS NULL)),
    CHECK (has_previous OR previous_id IS NULL)
);

INSERT INTO model_slots (type) VALUES ('detector'), ('pose'), ('sound');

-- Every step that was taken or refused, whoever took it. It outlives the models that it names.
CREATE TABLE model_changes (
    id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    type       VARCHAR(50) NOT NULL,
    action     VARCHAR(20) NOT NULL,
    model_id   UUID,
    model      VARCHAR(310), -- NAME@VERSION; NULL: the one that the settings name
    instead_of VARCHAR(310),
    user_id    UUID REFERENCES users (id) ON DELETE SET NULL, -- NULL: the system itself
    reason     TEXT,
    detail     JSONB NOT NULL DEFAULT '{}',
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_model_changes_newest ON model_changes (created_at DESC, id DESC);

-- How far a shadow agrees with the live model, as each replica counted it.
CREATE TABLE model_agreements (
    model_id    UUID NOT NULL REFERENCES models (id) ON DELETE CASCADE,
    generation  BIGINT NOT NULL, -- of the slot when the shadow began
    replica     VARCHAR(50) NOT NULL,
    inputs      BIGINT NOT NULL, -- frames or windows that both looked at
    agreement   DOUBLE PRECISION NOT NULL, -- summed over them; each 0..1
    failures    BIGINT NOT NULL,
    live_ms     DOUBLE PRECISION NOT NULL, -- summed
    shadow_ms   DOUBLE PRECISION NOT NULL,
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (model_id, generation, replica)
);

CREATE FUNCTION doom_objects_of_models() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO doomed_objects (uri)
    SELECT artifact_uri FROM gone
    ON CONFLICT (uri) DO UPDATE SET retry_at = now();
    RETURN NULL;
END
$$;

CREATE TRIGGER doom_objects_of_models AFTER DELETE ON models
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION doom_objects_of_models();
