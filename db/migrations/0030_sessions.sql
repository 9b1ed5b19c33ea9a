-- Stretches of time that the coach sums up: what was seen of a dog at a stretch, what an owner began, and whole days.
CREATE TABLE sessions (
    id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind       VARCHAR(10) NOT NULL CHECK (kind IN ('seen', 'owner', 'day')),
    started_at TIMESTAMPTZ NOT NULL,
    ended_at   TIMESTAMPTZ CHECK (ended_at > started_at), -- NULL: it goes on
    goal       VARCHAR(100),
    summary    JSONB,                                     -- NULL: not written yet
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (user_id, kind, started_at)
);

CREATE INDEX idx_sessions_user ON sessions (user_id, started_at DESC, id DESC);
CREATE INDEX idx_sessions_unsummed ON sessions (ended_at) WHERE summary IS NULL AND ended_at IS NOT NULL;
-- One at a time.
CREATE UNIQUE INDEX idx_sessions_open ON sessions (user_id) WHERE kind = 'owner' AND ended_at IS NULL;
