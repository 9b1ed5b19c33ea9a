-- Runs that the cluster carries out: they wait for their turn as jobs, whose id is the run's.

ALTER TABLE batch_runs
    DROP CONSTRAINT batch_runs_status_check,
    ADD CONSTRAINT batch_runs_status_check
        CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    ADD COLUMN dry_run BOOLEAN NOT NULL DEFAULT false; -- it reports, and keeps no events

-- What a run saw in each segment lies in S3 until the run is done, or deleted.
CREATE TABLE batch_looks (
    run_id UUID NOT NULL REFERENCES batch_runs (id) ON DELETE CASCADE,
    uri    VARCHAR(500) NOT NULL,
    PRIMARY KEY (run_id, uri)
);

-- Later, since whoever still looks when its run is deleted may store one more.
CREATE FUNCTION doom_objects_of_runs() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO doomed_objects (uri, retry_at)
    SELECT uri, now() + INTERVAL '10 minutes' FROM gone
    ON CONFLICT (uri) DO UPDATE SET retry_at = EXCLUDED.retry_at;
    RETURN NULL;
END
$$;

CREATE TRIGGER doom_objects_of_runs AFTER DELETE ON batch_looks
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION doom_objects_of_runs();
