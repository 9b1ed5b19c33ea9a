-- What is kept to look at again.

CREATE TABLE clips (
    id          UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id     UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    camera_id   UUID REFERENCES cameras (id) ON DELETE SET NULL,
    start_ts    TIMESTAMPTZ NOT NULL,
    duration_ms INTEGER NOT NULL CHECK (duration_ms > 0),
    s3_uri      VARCHAR(500) NOT NULL,
    labels      TEXT[] NOT NULL DEFAULT '{}',
    note        TEXT,
    preview_png VARCHAR(500),
    share_token VARCHAR(100) UNIQUE,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_clips_user_start ON clips (user_id, start_ts DESC, id DESC);
CREATE INDEX idx_clips_camera ON clips (camera_id);

CREATE TABLE snapshots (
    id          UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id     UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    camera_id   UUID REFERENCES cameras (id) ON DELETE SET NULL,
    ts          TIMESTAMPTZ NOT NULL,
    s3_uri      VARCHAR(500) NOT NULL,
    labels      TEXT[] NOT NULL DEFAULT '{}',
    note        TEXT,
    share_token VARCHAR(100) UNIQUE,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_snapshots_user_ts ON snapshots (user_id, ts DESC, id DESC);
CREATE INDEX idx_snapshots_camera ON snapshots (camera_id);
