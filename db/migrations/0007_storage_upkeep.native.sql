-- What has to be done every minute or so; one caller at a time does it.

CREATE FUNCTION maintain_storage() RETURNS BOOLEAN
LANGUAGE plpgsql AS $$
DECLARE
    today DATE := (now() AT TIME ZONE 'UTC')::date;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('pawsight storage upkeep')) THEN
        RETURN false;
    END IF;
    PERFORM make_event_partitions(1, 14);
    PERFORM refresh_event_counts(today - 1, today);
    RETURN true;
END $$;

SELECT make_event_partitions(14, 14);
