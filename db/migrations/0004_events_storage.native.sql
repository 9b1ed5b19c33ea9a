-- Plain PostgreSQL: one partition a day (UTC), made ahead, and a DEFAULT that refuses no row.

ALTER TABLE events RENAME TO events_columns;
CREATE TABLE events (LIKE events_columns INCLUDING ALL) PARTITION BY RANGE (ts);
DROP TABLE events_columns;

CREATE TABLE events_default PARTITION OF events DEFAULT;

-- Makes the partition of one day; true if it was not there. Rows of that day that sit in DEFAULT move into it.
CREATE FUNCTION make_event_partition(day DATE) RETURNS BOOLEAN
LANGUAGE plpgsql AS $$
DECLARE
    partition TEXT := format('events_p%s', to_char(day, 'YYYYMMDD'));
    starts TIMESTAMPTZ := day::timestamp AT TIME ZONE 'UTC';
    ends TIMESTAMPTZ := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN false;
    END IF;
    -- Nobody may put a row of that day into DEFAULT between our look and the attachment.
    LOCK TABLE events IN SHARE UPDATE EXCLUSIVE MODE;
    LOCK TABLE events_default IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING ALL)', partition);
    EXECUTE format(
        'WITH moved AS (DELETE FROM events_default WHERE ts >= %1$L AND ts < %2$L RETURNING *) '
        'INSERT INTO %3$I SELECT * FROM moved', starts, ends, partition);
    EXECUTE format(
        'ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, starts, ends);
    RETURN true;
END $$;

-- Every day from some days ago to some days ahead; how many partitions were made.
CREATE FUNCTION make_event_partitions(days_back INTEGER, days_ahead INTEGER) RETURNS INTEGER
LANGUAGE sql AS $$
    SELECT count(*) FILTER (WHERE make_event_partition((now() AT TIME ZONE 'UTC')::date + offset_days))::integer
      FROM generate_series(-days_back, days_ahead) AS offset_days
$$;
