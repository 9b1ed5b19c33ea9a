-- TimescaleDB, full edition: one chunk a day, in the columnstore after a week.

SELECT create_hypertable('events', by_range('ts', INTERVAL '1 day'), create_default_indexes => false);

ALTER TABLE events SET (
    timescaledb.compress,
    timescaledb.compress_segmentby = 'user_id',
    timescaledb.compress_orderby = 'ts DESC, id'
);
SELECT add_compression_policy('events', compress_after => INTERVAL '7 days');
