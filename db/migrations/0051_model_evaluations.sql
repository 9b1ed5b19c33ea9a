-- An evaluation belongs to whoever asked for it; its job says how far it is, its row what came of it.

ALTER TABLE model_evaluations
    ADD COLUMN user_id UUID REFERENCES users (id) ON DELETE CASCADE,
    ADD COLUMN sheet   VARCHAR(500); -- pictures that the two models see differently; NULL: there are none

CREATE INDEX idx_model_evaluations_user ON model_evaluations (user_id, created_at DESC, id DESC);

CREATE FUNCTION doom_objects_of_evaluations() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO doomed_objects (uri)
    SELECT sheet FROM gone WHERE sheet IS NOT NULL
    ON CONFLICT (uri) DO UPDATE SET retry_at = now();
    RETURN NULL;
END
$$;

CREATE TRIGGER doom_objects_of_evaluations AFTER DELETE ON model_evaluations
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION doom_objects_of_evaluations();
