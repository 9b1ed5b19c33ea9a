-- Archived video through other models: the runs, and what each would have told. Live history is never touched.
CREATE TABLE batch_runs (
    id          UUID PRIMARY KEY,
    user_id     UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    camera_id   UUID NOT NULL REFERENCES cameras (id) ON DELETE CASCADE,
    start_ts    TIMESTAMPTZ NOT NULL,
    end_ts      TIMESTAMPTZ NOT NULL CHECK (end_ts > start_ts),
    fps         REAL NOT NULL CHECK (fps > 0),
    models      JSONB NOT NULL DEFAULT '{}',  -- {detector, pose}: file names; left out: the live ones
    status      VARCHAR(20) NOT NULL DEFAULT 'running'
                CHECK (status IN ('running', 'done', 'failed', 'cancelled')),
    segments    INTEGER,                      -- how many it looks at; NULL until that is known
    looked_at   INTEGER NOT NULL DEFAULT 0,
    report      JSONB,                        -- what changed against live history; NULL until it is done
    error       TEXT,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    finished_at TIMESTAMPTZ
);

CREATE INDEX idx_batch_runs_user ON batch_runs (user_id, created_at DESC, id DESC);

CREATE TABLE batch_events (
    run_id UUID NOT NULL REFERENCES batch_runs (id) ON DELETE CASCADE,
    id     UUID NOT NULL,
    ts     TIMESTAMPTZ NOT NULL,
    type   VARCHAR(100) NOT NULL CHECK (type <> ''),
    data   JSONB NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(data) = 'object'),
    PRIMARY KEY (run_id, ts, id)
);
