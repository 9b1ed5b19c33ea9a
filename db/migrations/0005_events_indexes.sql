-- Keys of a time-series table hold its time: no unique index goes without it. Nothing ever refers to events.

ALTER TABLE events ADD PRIMARY KEY (id, ts);
ALTER TABLE events ADD CONSTRAINT events_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

CREATE INDEX idx_events_user_ts ON events (user_id, ts DESC, id DESC);
CREATE INDEX idx_events_user_type_ts ON events (user_id, type, ts DESC);
CREATE INDEX idx_events_user_camera_ts ON events (user_id, (data->>'cameraId'), ts DESC);
CREATE INDEX idx_events_video_ts ON events (video_ts_ms) WHERE video_ts_ms IS NOT NULL;
