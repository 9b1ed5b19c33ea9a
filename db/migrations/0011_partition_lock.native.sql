-- A row of a day without a partition, on its way into DEFAULT while that partition was attached, was refused:
-- it waited for DEFAULT, whose bounds had changed meanwhile. So inserts wait at the parent now, before they
-- choose where a row goes; readers do not wait there.

CREATE OR REPLACE FUNCTION make_event_partition(day DATE) RETURNS BOOLEAN
LANGUAGE plpgsql AS $$
DECLARE
    partition TEXT := format('events_p%s', to_char(day, 'YYYYMMDD'));
    starts TIMESTAMPTZ := day::timestamp AT TIME ZONE 'UTC';
    ends TIMESTAMPTZ := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN false;
    END IF;
    LOCK TABLE events IN SHARE ROW EXCLUSIVE MODE;
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN false; -- somebody else made it while we waited
    END IF;
    LOCK TABLE events_default IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING ALL)', partition);
    EXECUTE format(
        'WITH moved AS (DELETE FROM events_default WHERE ts >= %1$L AND ts < %2$L RETURNING *) '
        'INSERT INTO %3$I SELECT * FROM moved', starts, ends, partition);
    EXECUTE format(
        'ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, starts, ends);
    RETURN true;
END $$;
