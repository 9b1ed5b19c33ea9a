-- Work that outlives the process that does it: a worker holds a lease, and `attempt` fences off one that lost it.

CREATE TABLE jobs (
    id          UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id     UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind        VARCHAR(50) NOT NULL,
    status      VARCHAR(20) NOT NULL DEFAULT 'queued'
                CHECK (status IN ('queued', 'processing', 'complete', 'failed')),
    progress    REAL NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
    input       JSONB NOT NULL,
    result      JSONB,
    error       TEXT,
    attempt     INTEGER NOT NULL DEFAULT 0,
    lease_until TIMESTAMPTZ,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_jobs_user ON jobs (user_id, created_at DESC, id DESC);
CREATE INDEX idx_jobs_open ON jobs (created_at) WHERE status IN ('queued', 'processing');

CREATE TABLE routines (
    id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name       VARCHAR(255) NOT NULL CHECK (name <> ''),
    cron       VARCHAR(100) NOT NULL,
    steps      JSONB NOT NULL CHECK (jsonb_typeof(steps) = 'array'),
    enabled    BOOLEAN NOT NULL DEFAULT true,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_routines_user ON routines (user_id, created_at, id);

-- The unique key makes a scheduled moment run once, however many schedulers see it.
CREATE TABLE routine_runs (
    id            UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    routine_id    UUID NOT NULL REFERENCES routines (id) ON DELETE CASCADE,
    scheduled_for TIMESTAMPTZ NOT NULL,
    status        VARCHAR(20) NOT NULL DEFAULT 'queued'
                  CHECK (status IN ('queued', 'processing', 'complete', 'failed')),
    attempt       INTEGER NOT NULL DEFAULT 0,
    lease_until   TIMESTAMPTZ,
    finished_at   TIMESTAMPTZ,
    result        JSONB,
    error         TEXT,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (routine_id, scheduled_for)
);

CREATE INDEX idx_routine_runs_open ON routine_runs (scheduled_for) WHERE status IN ('queued', 'processing');

CREATE TABLE notifications (
    id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    camera_id  UUID REFERENCES cameras (id) ON DELETE SET NULL,
    level      VARCHAR(10) NOT NULL CHECK (level IN ('info', 'warning', 'error')),
    code       VARCHAR(100) NOT NULL,
    text       TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    read_at    TIMESTAMPTZ
);

CREATE INDEX idx_notifications_user ON notifications (user_id, created_at DESC, id DESC);
CREATE INDEX idx_notifications_camera ON notifications (camera_id);
