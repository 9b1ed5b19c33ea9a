-- Events a user, a day (UTC) and a type. `event_counts_daily` is what readers use in every storage mode;
-- here it is a table that `refresh_event_counts` fills.

CREATE TABLE event_counts (
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    day     DATE NOT NULL,
    type    VARCHAR(100) NOT NULL,
    count   BIGINT NOT NULL CHECK (count >= 0),
    PRIMARY KEY (user_id, day, type)
);

CREATE VIEW event_counts_daily AS SELECT user_id, day, type, count FROM event_counts;

-- Counts the days from first to last anew.
CREATE FUNCTION refresh_event_counts(first DATE, last DATE) RETURNS VOID
LANGUAGE sql AS $$
    INSERT INTO event_counts (user_id, day, type, count)
    SELECT user_id, (ts AT TIME ZONE 'UTC')::date, type, count(*)
      FROM events
     WHERE ts >= first::timestamp AT TIME ZONE 'UTC' AND ts < (last + 1)::timestamp AT TIME ZONE 'UTC'
     GROUP BY 1, 2, 3
        ON CONFLICT (user_id, day, type) DO UPDATE SET count = EXCLUDED.count
     WHERE event_counts.count <> EXCLUDED.count
$$;
