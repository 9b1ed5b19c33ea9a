-- Who is told of a notification outside of the app: webhooks, and browsers by Web Push.

CREATE TABLE webhooks (
    id            UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id       UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    url           VARCHAR(2000) NOT NULL CHECK (url <> ''),
    secret        VARCHAR(100) NOT NULL CHECK (secret <> ''), -- signs what is sent, so it can't be a digest
    enabled       BOOLEAN NOT NULL DEFAULT true,
    last_error    TEXT,        -- NULL: the last delivery arrived, or there was none
    last_tried_at TIMESTAMPTZ,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_webhooks_user ON webhooks (user_id, created_at, id);

CREATE TABLE push_subscriptions (
    id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- A browser has one; whoever signed in there last is told.
    endpoint   VARCHAR(2000) NOT NULL UNIQUE CHECK (endpoint <> ''),
    p256dh     BYTEA NOT NULL CHECK (octet_length(p256dh) = 65),
    auth       BYTEA NOT NULL CHECK (octet_length(auth) = 16),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_push_subscriptions_user ON push_subscriptions (user_id, created_at, id);

-- One a notification and receiver. not_before: until then it waits, or somebody is at it.
CREATE TABLE deliveries (
    id              UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    notification_id UUID NOT NULL REFERENCES notifications (id) ON DELETE CASCADE,
    user_id         UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    webhook_id      UUID REFERENCES webhooks (id) ON DELETE CASCADE,
    push_id         UUID REFERENCES push_subscriptions (id) ON DELETE CASCADE,
    status          VARCHAR(10) NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'delivered', 'failed')),
    attempt         INTEGER NOT NULL DEFAULT 0,
    not_before      TIMESTAMPTZ NOT NULL DEFAULT now(),
    error           TEXT,
    created_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    CHECK (num_nonnulls(webhook_id, push_id) = 1),
    UNIQUE NULLS NOT DISTINCT (notification_id, webhook_id, push_id)
);

CREATE INDEX idx_deliveries_queued ON deliveries (not_before) WHERE status = 'queued';
CREATE INDEX idx_deliveries_waiting ON deliveries (user_id) WHERE status = 'queued';
CREATE INDEX idx_deliveries_webhook ON deliveries (webhook_id);
CREATE INDEX idx_deliveries_push ON deliveries (push_id);

CREATE INDEX idx_notifications_unread ON notifications (user_id) WHERE read_at IS NULL;

-- The transaction that keeps a notification keeps whom it is to be sent to: none is forgotten, whoever is killed.
-- Somebody with 500 that wait is not sent more: in the app they are all the same.
CREATE FUNCTION deliver_notification() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM deliveries WHERE user_id = NEW.user_id AND status = 'queued') >= 500 THEN
        RETURN NULL;
    END IF;
    INSERT INTO deliveries (notification_id, user_id, webhook_id)
    SELECT NEW.id, NEW.user_id, id FROM webhooks WHERE user_id = NEW.user_id AND enabled;
    INSERT INTO deliveries (notification_id, user_id, push_id)
    SELECT NEW.id, NEW.user_id, id FROM push_subscriptions WHERE user_id = NEW.user_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER deliver_notification AFTER INSERT ON notifications
    FOR EACH ROW EXECUTE FUNCTION deliver_notification();
