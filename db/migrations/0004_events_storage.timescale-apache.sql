-- TimescaleDB, Apache edition: one chunk a day; it has no columnstore.

SELECT create_hypertable('events', by_range('ts', INTERVAL '1 day'), create_default_indexes => false);
