-- An owner's analytics can show what a run tells, in place of what was told live of the same camera and time.

CREATE TABLE analytics_sources (
    user_id   UUID PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    run_id    UUID NOT NULL REFERENCES batch_runs (id) ON DELETE CASCADE,
    -- The run's own, kept for when it is gone.
    camera_id UUID NOT NULL,
    starts    TIMESTAMPTZ NOT NULL,
    ends      TIMESTAMPTZ NOT NULL CHECK (ends > starts),
    since     TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_analytics_sources_run ON analytics_sources (run_id);

-- Each switch, there and back. It outlives the runs that it names.
CREATE TABLE analytics_source_changes (
    id         UUID PRIMARY KEY,
    user_id    UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    run_id     UUID, -- NULL: live history
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_analytics_source_changes ON analytics_source_changes (user_id, created_at DESC, id DESC);

-- The days that a switch concerns are counted again, however it came about: a run goes with its camera, too.
CREATE FUNCTION mark_analytics_source() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO uncounted (user_id, starts, ends)
    SELECT one.user_id, date_trunc('hour', one.starts), date_trunc('hour', one.ends) + INTERVAL '1 hour'
      FROM (VALUES (OLD.user_id, OLD.starts, OLD.ends), (NEW.user_id, NEW.starts, NEW.ends))
               AS one (user_id, starts, ends)
      JOIN users ON users.id = one.user_id -- who is deleted has no days
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

CREATE TRIGGER mark_analytics_source AFTER INSERT OR UPDATE OR DELETE ON analytics_sources
    FOR EACH ROW EXECUTE FUNCTION mark_analytics_source();
