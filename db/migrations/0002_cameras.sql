-- Cameras, what is drawn on their pictures, and what is recorded of them.

-- 3 to 100 corners [x, y], each a fraction of the frame.
CREATE FUNCTION is_polygon(shape JSONB) RETURNS BOOLEAN
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN jsonb_typeof(shape) = 'array'
   AND jsonb_path_exists(shape, 'strict $ ? (@.size() >= 3 && @.size() <= 100)')
   AND NOT jsonb_path_exists(shape, 'strict $[*] ? (@.type() != "array" || @.size() != 2)')
   AND NOT jsonb_path_exists(shape, 'lax $[*][*] ? (@.type() != "number" || @ < 0 || @ > 1)');

CREATE TABLE cameras (
    id          UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id     UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name        VARCHAR(100) NOT NULL CHECK (name <> ''),
    source_kind VARCHAR(10) NOT NULL CHECK (source_kind IN ('file', 'url', 'push')),
    source      VARCHAR(2000) NOT NULL,
    enabled     BOOLEAN NOT NULL DEFAULT true,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT cameras_source_given CHECK (source_kind = 'push' OR source <> ''),
    -- What hangs on a camera refers to both, so that it can't be another owner's.
    UNIQUE (user_id, id)
);

CREATE INDEX idx_cameras_user ON cameras (user_id, created_at, id);

CREATE TABLE zones (
    id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    UUID NOT NULL,
    camera_id  UUID NOT NULL,
    name       VARCHAR(100) NOT NULL CHECK (name <> ''),
    polygon    JSONB NOT NULL CHECK (is_polygon(polygon)),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (camera_id, name),
    FOREIGN KEY (user_id, camera_id) REFERENCES cameras (user_id, id) ON DELETE CASCADE
);

CREATE INDEX idx_zones_camera ON zones (user_id, camera_id);

-- What an owner draws on a picture for herself; unlike a zone it makes no events.
CREATE TABLE annotations (
    id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    UUID NOT NULL,
    camera_id  UUID NOT NULL,
    label      VARCHAR(200) NOT NULL CHECK (label <> ''),
    polygon    JSONB NOT NULL CHECK (is_polygon(polygon)),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    FOREIGN KEY (user_id, camera_id) REFERENCES cameras (user_id, id) ON DELETE CASCADE
);

CREATE INDEX idx_annotations_camera ON annotations (user_id, camera_id);

-- Recorded video. uri says where the file is; the row goes with it.
CREATE TABLE segments (
    id          UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id     UUID NOT NULL,
    camera_id   UUID NOT NULL,
    start_ts    TIMESTAMPTZ NOT NULL,
    duration_ms INTEGER NOT NULL CHECK (duration_ms > 0),
    uri         VARCHAR(500) NOT NULL,
    size_bytes  BIGINT NOT NULL CHECK (size_bytes >= 0),
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (camera_id, start_ts),
    FOREIGN KEY (user_id, camera_id) REFERENCES cameras (user_id, id) ON DELETE CASCADE
);

CREATE INDEX idx_segments_camera ON segments (user_id, camera_id, start_ts);
