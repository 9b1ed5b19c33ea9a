-- What was seen and heard during a segment lies beside it in S3, under its name with another ending, and goes with it.
-- There may be none: to delete what is not there does no harm.
CREATE OR REPLACE FUNCTION doom_objects_of_segments() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO doomed_objects (uri)
    SELECT object
      FROM gone, unnest(ARRAY[uri, regexp_replace(uri, '\.mp4$', '.parquet')]) AS object
     WHERE uploaded_at IS NOT NULL
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
