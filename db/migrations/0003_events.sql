-- Everything that happened. The next migration makes it a time-series table as the storage mode can,
-- and only the one after that adds keys and indexes, so that the columns stand here once.

CREATE TABLE events (
    id          UUID NOT NULL DEFAULT gen_random_uuid(),
    user_id     UUID NOT NULL,
    ts          TIMESTAMPTZ NOT NULL,
    type        VARCHAR(100) NOT NULL CHECK (type <> ''),
    data        JSONB NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(data) = 'object'),
    video_ts_ms BIGINT CHECK (video_ts_ms >= 0),
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now()
);
