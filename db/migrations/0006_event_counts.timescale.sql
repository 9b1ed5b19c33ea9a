-- Events a user, a day (UTC) and a type. `event_counts_daily` is what readers use in every storage mode;
-- here it is a continuous aggregate, which adds what is not yet materialised by itself.

CREATE MATERIALIZED VIEW event_counts
WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT user_id, time_bucket(INTERVAL '1 day', ts) AS day, type, count(*) AS count
  FROM events GROUP BY 1, 2, 3
  WITH NO DATA;

SELECT add_continuous_aggregate_policy(
    'event_counts',
    start_offset => INTERVAL '7 days', end_offset => INTERVAL '1 day', schedule_interval => INTERVAL '1 hour');

CREATE VIEW event_counts_daily AS
SELECT user_id, (day AT TIME ZONE 'UTC')::date AS day, type, count FROM event_counts;
