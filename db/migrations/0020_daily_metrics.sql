-- What a day came to, counted again whenever its events change.

-- Days are calendar days where the owner lives: an IANA name.
ALTER TABLE users ADD COLUMN time_zone VARCHAR(64) NOT NULL DEFAULT 'UTC';

-- The same days by the hour on the clock.
CREATE TABLE activity_hourly (
    user_id    UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    date       DATE NOT NULL,
    hour       SMALLINT NOT NULL CHECK (hour BETWEEN 0 AND 23),
    events     INTEGER NOT NULL CHECK (events >= 0),
    in_frame_s INTEGER NOT NULL CHECK (in_frame_s >= 0),
    PRIMARY KEY (user_id, date, hour)
);

-- Time whose days have to be counted again, ends exclusive.
-- The transaction is in the key, so that no writer of events ever waits for another one's mark, and a mark is never
-- the one that is being counted. Whoever counts deletes the marks that it saw before it looked at the events.
CREATE TABLE uncounted (
    user_id   UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    starts    TIMESTAMPTZ NOT NULL,
    ends      TIMESTAMPTZ NOT NULL CHECK (ends > starts),
    marked_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    marked_by XID8 NOT NULL DEFAULT pg_current_xact_id(),
    -- Before this moment it need not be counted.
    due_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, starts, ends, marked_at, marked_by)
);

CREATE INDEX idx_uncounted_due ON uncounted (due_at);

-- A number of an event's data, between 0 and most; anybody may have written anything there.
CREATE FUNCTION told_number(data JSONB, name TEXT, most INTEGER) RETURNS DOUBLE PRECISION
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN jsonb_typeof(data->name) = 'number'
            THEN greatest(least((data->name)::numeric, most), 0)::double precision ELSE 0 END;

-- The transaction that stores an event, or tells its end, marks the time that the event may count for. It is what
-- `metrics/` looks at: what lasts, up to a day of it; who enters or leaves may change the pairs of the day that follows.
CREATE FUNCTION mark_uncounted() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
DECLARE
    starts TIMESTAMPTZ := NEW.ts;
    ends TIMESTAMPTZ := NEW.ts;
BEGIN
    -- Events of a batch run tell of the past again; and no camera of ours was there before 2000.
    IF NEW.data ? 'runId' OR NEW.ts < '2000-01-02' OR NEW.ts > now() + INTERVAL '2 days' THEN
        RETURN NULL;
    END IF;
    IF NEW.type IN ('enter_frame', 'leave_frame') THEN
        starts := NEW.ts - told_number(NEW.data, 'seconds', 86400) * INTERVAL '1 second';
        ends := least(NEW.ts + INTERVAL '1 day', greatest(NEW.ts, now()) + INTERVAL '1 hour');
    ELSIF NEW.type = 'calm' THEN
        ends := NEW.ts + told_number(NEW.data, 'durationMs', 86400000) * INTERVAL '1 millisecond';
    END IF;
    INSERT INTO uncounted (user_id, starts, ends)
    VALUES (NEW.user_id, date_trunc('hour', starts), date_trunc('hour', ends) + INTERVAL '1 hour')
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

CREATE TRIGGER mark_uncounted AFTER INSERT OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION mark_uncounted();

-- What is stored already has never been counted.
INSERT INTO uncounted (user_id, starts, ends)
SELECT user_id, date_trunc('hour', greatest(min(ts), '2000-01-02')), date_trunc('hour', max(ts)) + INTERVAL '1 hour'
  FROM events WHERE ts BETWEEN '2000-01-02' AND now() + INTERVAL '2 days' GROUP BY user_id;
