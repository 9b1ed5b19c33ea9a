-- Robots that connect to us, and what they were told to do.

ALTER TABLE devices
    -- What lets it in; NULL: nothing does.
    ADD COLUMN token_sha256 BYTEA UNIQUE CHECK (octet_length(token_sha256) = 32),
    -- The connection that it has now. An older one that is still open learns from this that it is over.
    ADD COLUMN session_id   UUID;

CREATE TABLE commands (
    id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device_id  UUID NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    -- The routine's run that gave it; its history may be gone before.
    run_id     UUID,
    name       VARCHAR(100) NOT NULL CHECK (name <> ''),
    parameters JSONB NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(parameters) = 'object'),
    status     VARCHAR(10) NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'sent', 'done', 'failed')),
    session_id UUID,           -- the connection that it was sent by
    result     JSONB,
    error_code VARCHAR(50),
    error      TEXT,
    deadline   TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CHECK ((status = 'failed') = (error IS NOT NULL))
);

CREATE INDEX idx_commands_user ON commands (user_id, created_at DESC, id DESC);
CREATE INDEX idx_commands_open ON commands (device_id, created_at) WHERE status IN ('queued', 'sent');
CREATE INDEX idx_commands_deadline ON commands (deadline) WHERE status IN ('queued', 'sent');
