-- Clips: jobs that wait, end late or are given up; what a clip tells of itself; events that keep a clip by themselves.

ALTER TABLE jobs
    -- Before this moment nobody needs to look at it.
    ADD COLUMN not_before TIMESTAMPTZ NOT NULL DEFAULT now(),
    -- After this one nobody waits for it any more.
    ADD COLUMN deadline TIMESTAMPTZ,
    -- How many workers died of it, or with it.
    ADD COLUMN lost INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN error_code VARCHAR(50),
    ADD CONSTRAINT jobs_lease_while_processing CHECK ((status = 'processing') = (lease_until IS NOT NULL)),
    ADD CONSTRAINT jobs_error_when_failed CHECK ((status = 'failed') = (error IS NOT NULL));

-- A clip has the id of the job that made it: the job can make no second one.
ALTER TABLE clips
    ADD COLUMN poster       VARCHAR(500),
    ADD COLUMN animation    VARCHAR(500),
    ADD COLUMN width        INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN height       INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN size_bytes   BIGINT NOT NULL DEFAULT 0 CHECK (size_bytes >= 0),
    -- [{at, start, end}]: time that the clip leaves out, since nothing was recorded then.
    ADD COLUMN left_out     JSONB NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(left_out) = 'array'),
    ADD COLUMN reencoded    VARCHAR(10) NOT NULL DEFAULT 'nothing'
                            CHECK (reencoded IN ('nothing', 'edges', 'whole')),
    -- `share_token` holds the SHA-256 of the token, in hex: the token itself is in the link alone.
    ADD COLUMN share_until  TIMESTAMPTZ;

ALTER TABLE snapshots
    ADD COLUMN preview     VARCHAR(500),
    ADD COLUMN width       INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN height      INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN size_bytes  BIGINT NOT NULL DEFAULT 0 CHECK (size_bytes >= 0),
    ADD COLUMN share_until TIMESTAMPTZ;

-- However a clip or a snapshot is deleted, its objects go with it; see 0012.
CREATE FUNCTION doom_objects_of_clips() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO doomed_objects (uri)
    SELECT uri FROM gone, unnest(ARRAY[s3_uri, preview_png, poster, animation]) AS uri WHERE uri IS NOT NULL
    ON CONFLICT (uri) DO UPDATE SET retry_at = now();
    RETURN NULL;
END
$$;

CREATE TRIGGER doom_objects_of_clips AFTER DELETE ON clips
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION doom_objects_of_clips();

CREATE FUNCTION doom_objects_of_snapshots() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO doomed_objects (uri)
    SELECT uri FROM gone, unnest(ARRAY[s3_uri, preview]) AS uri WHERE uri IS NOT NULL
    ON CONFLICT (uri) DO UPDATE SET retry_at = now();
    RETURN NULL;
END
$$;

CREATE TRIGGER doom_objects_of_snapshots AFTER DELETE ON snapshots
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION doom_objects_of_snapshots();

-- Which events keep a clip by themselves. camera_id NULL: those of every camera that has no rule of its own for them.
CREATE TABLE clip_rules (
    id          UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id     UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    camera_id   UUID,
    event_type  VARCHAR(100) NOT NULL CHECK (event_type <> ''),
    pre_roll_s  REAL NOT NULL DEFAULT 5 CHECK (pre_roll_s BETWEEN 0 AND 60),
    post_roll_s REAL NOT NULL DEFAULT 10 CHECK (post_roll_s BETWEEN 1 AND 120),
    cool_down_s REAL NOT NULL DEFAULT 0 CHECK (cool_down_s BETWEEN 0 AND 86400),
    enabled     BOOLEAN NOT NULL DEFAULT true,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (user_id, event_type, camera_id),
    FOREIGN KEY (user_id, camera_id) REFERENCES cameras (user_id, id) ON DELETE CASCADE
);

-- Every event that a rule was there for, and what became of it. outcome NULL: nobody has looked yet.
CREATE TABLE clip_wishes (
    event_id    UUID NOT NULL,
    rule_id     UUID NOT NULL,
    user_id     UUID NOT NULL,
    camera_id   UUID NOT NULL,
    event_ts    TIMESTAMPTZ NOT NULL,
    event_type  VARCHAR(100) NOT NULL,
    pre_roll_s  REAL NOT NULL,
    post_roll_s REAL NOT NULL,
    cool_down_s REAL NOT NULL,
    -- The job's id, and its clip's: the clip may outlive the job.
    job_id      UUID,
    outcome     VARCHAR(10) CHECK (outcome IN ('asked', 'joined', 'kept', 'cooling')),
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (event_id, rule_id),
    FOREIGN KEY (user_id, camera_id) REFERENCES cameras (user_id, id) ON DELETE CASCADE
);

CREATE INDEX idx_clip_wishes_open ON clip_wishes (event_ts) WHERE outcome IS NULL;
CREATE INDEX idx_clip_wishes_rule ON clip_wishes (rule_id, camera_id, event_ts DESC);
CREATE INDEX idx_clip_wishes_job ON clip_wishes (job_id);

-- The transaction that stores an event stores the wish: none is missed, and an event stored once makes one wish.
-- What a camera is called comes from the event's free data, so it is compared as text. Events of a batch run
-- (`runId`) tell of the past again: they keep nothing.
CREATE FUNCTION wish_for_a_clip() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO clip_wishes (event_id, rule_id, user_id, camera_id, event_ts, event_type,
                             pre_roll_s, post_roll_s, cool_down_s)
    SELECT NEW.id, rule.id, NEW.user_id, camera.id, NEW.ts, NEW.type,
           rule.pre_roll_s, rule.post_roll_s, rule.cool_down_s
      FROM clip_rules rule
      JOIN cameras camera ON camera.user_id = NEW.user_id AND camera.id::text = NEW.data->>'cameraId'
     WHERE rule.user_id = NEW.user_id AND rule.event_type = NEW.type AND rule.enabled
       AND (rule.camera_id = camera.id
            OR rule.camera_id IS NULL
               AND NOT EXISTS (SELECT FROM clip_rules own
                                WHERE own.user_id = NEW.user_id AND own.event_type = NEW.type
                                  AND own.camera_id = camera.id))
       AND rule.created_at <= NEW.ts AND NOT NEW.data ? 'runId'
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

CREATE TRIGGER wish_for_a_clip AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION wish_for_a_clip();
