-- Models, how good they are, and what a day looked like through them.

CREATE TABLE models (
    id           UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    name         VARCHAR(255) NOT NULL CHECK (name <> ''),
    type         VARCHAR(50) NOT NULL, -- 'detector', 'action', 'pose', 'policy'
    artifact_uri VARCHAR(500) NOT NULL,
    version      VARCHAR(50) NOT NULL CHECK (version <> ''),
    status       VARCHAR(50) NOT NULL DEFAULT 'available',
    metadata     JSONB,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (name, version)
);

-- A candidate beside the model that was live then, on archived video.
CREATE TABLE model_evaluations (
    id          UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    model_id    UUID NOT NULL REFERENCES models (id) ON DELETE CASCADE,
    baseline_id UUID REFERENCES models (id) ON DELETE SET NULL,
    job_id      UUID REFERENCES jobs (id) ON DELETE SET NULL,
    report      JSONB NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_model_evaluations_model ON model_evaluations (model_id, created_at DESC);

CREATE TABLE ai_metrics_daily (
    id                  UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id             UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    date                DATE NOT NULL,
    sit_count           INTEGER DEFAULT 0,
    stand_count         INTEGER DEFAULT 0,
    lie_count           INTEGER DEFAULT 0,
    fetch_count         INTEGER DEFAULT 0,
    fetch_success_count INTEGER DEFAULT 0,
    treats_dispensed    INTEGER DEFAULT 0,
    time_in_frame_min   INTEGER DEFAULT 0,
    barks               INTEGER DEFAULT 0,
    howls               INTEGER DEFAULT 0,
    whines              INTEGER DEFAULT 0,
    calm_minutes        INTEGER DEFAULT 0,
    created_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (user_id, date)
);

CREATE INDEX idx_metrics_user_date ON ai_metrics_daily (user_id, date DESC);
