-- What has to be done every minute. Every process calls it; the row lets one of them through.

CREATE TABLE storage_upkeep (
    one     BOOLEAN PRIMARY KEY DEFAULT true CHECK (one),
    done_at TIMESTAMPTZ NOT NULL
);
INSERT INTO storage_upkeep (done_at) VALUES ('-infinity');

-- True if this call did the work.
CREATE FUNCTION maintain_storage() RETURNS BOOLEAN
LANGUAGE plpgsql AS $$
DECLARE
    today DATE := (now() AT TIME ZONE 'UTC')::date;
BEGIN
    UPDATE storage_upkeep SET done_at = now() WHERE done_at < now() - INTERVAL '50 seconds';
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM refresh_event_counts(today - 1, today);
    RETURN true;
END $$;
