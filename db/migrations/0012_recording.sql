-- What is recorded of a camera, and what is missing.

ALTER TABLE cameras ADD COLUMN recording BOOLEAN NOT NULL DEFAULT true;

-- A segment ends where the next one begins: rounded milliseconds would not tell that there is nothing between.
ALTER TABLE segments ADD COLUMN end_ts TIMESTAMPTZ;
UPDATE segments SET end_ts = start_ts + duration_ms * interval '1 millisecond';
ALTER TABLE segments
    ALTER COLUMN end_ts SET NOT NULL,
    ADD CONSTRAINT segments_end_after_start CHECK (end_ts > start_ts),
    -- NULL: it lies on the disk of the node that recorded it.
    ADD COLUMN uploaded_at TIMESTAMPTZ;

CREATE INDEX idx_segments_oldest ON segments (start_ts);
CREATE INDEX idx_segments_on_disk ON segments (camera_id, start_ts) WHERE uploaded_at IS NULL;

-- The ledger's other half: from a camera's first moment on, each one is in a segment or in a gap.
CREATE TABLE gaps (
    user_id   UUID NOT NULL,
    camera_id UUID NOT NULL,
    start_ts  TIMESTAMPTZ NOT NULL,
    end_ts    TIMESTAMPTZ CHECK (end_ts > start_ts),
    reason    VARCHAR(20) NOT NULL CHECK (reason IN (
                  'source_away', 'writer_behind', 'disk_full', 'disk_failed', 'process_killed',
                  'system_stopped', 'segment_lost', 'camera_off', 'recording_off')),
    detail    TEXT,
    PRIMARY KEY (camera_id, start_ts),
    FOREIGN KEY (user_id, camera_id) REFERENCES cameras (user_id, id) ON DELETE CASCADE
);

-- One lasts at most.
CREATE UNIQUE INDEX idx_gaps_lasting ON gaps (camera_id) WHERE end_ts IS NULL;

-- Objects in S3 whose row is gone. The URI is put here by the transaction that deletes the row, so that both go,
-- or neither; whoever deletes the object takes it from here afterwards.
CREATE TABLE doomed_objects (
    uri      VARCHAR(500) PRIMARY KEY,
    retry_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_doomed_objects_due ON doomed_objects (retry_at);

-- However a segment is deleted: by retention, or with its camera.
CREATE FUNCTION doom_objects_of_segments() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO doomed_objects (uri) SELECT uri FROM gone WHERE uploaded_at IS NOT NULL ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

CREATE TRIGGER doom_objects_of_segments AFTER DELETE ON segments
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION doom_objects_of_segments();
