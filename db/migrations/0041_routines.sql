-- Routines: when they run next, and what became of each run.

ALTER TABLE routines
    -- What becomes of moments that nobody was there for.
    ADD COLUMN missed      VARCHAR(10) NOT NULL DEFAULT 'skip' CHECK (missed IN ('skip', 'run_once')),
    -- NULL: it has to be worked out, since the owner moved to another time zone.
    ADD COLUMN next_run_at TIMESTAMPTZ;

CREATE INDEX idx_routines_next ON routines (next_run_at NULLS FIRST) WHERE enabled;

-- `result` is the list of what became of the steps, in their order; a step that is in it is never done again.
ALTER TABLE routine_runs
    DROP CONSTRAINT routine_runs_status_check,
    -- The steps as they were when the moment came: whoever changes a routine does not change a run.
    ADD COLUMN steps      JSONB NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(steps) = 'array'),
    ADD COLUMN manual     BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN started_at TIMESTAMPTZ,
    ADD CONSTRAINT routine_runs_status_check
        CHECK (status IN ('queued', 'processing', 'complete', 'failed', 'missed')),
    ADD CONSTRAINT routine_runs_lease_while_processing CHECK ((status = 'processing') = (lease_until IS NOT NULL)),
    ADD CONSTRAINT routine_runs_result_is_a_list CHECK (result IS NULL OR jsonb_typeof(result) = 'array');
