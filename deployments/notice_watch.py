"""Sends notifications out of the app: to webhooks and, by Web Push, to browsers; with patience, and not for ever."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final, NoReturn

import structlog

from db import deliveries, notifications, push_subscriptions, webhooks
from db.deliveries import Delivery
from db.errors import DatabaseError
from db.pool import Database
from deployments.watching import look_for_ever
from notices import web_push, webhook
from notices.errors import DeliveryError, DeliveryFailed, EndpointGone, KeyUnusable, UrlRefused
from notices.post import TIMEOUT_S, post
from notices.web_push import PushSender, Subscription
from pawsight.messages import rfc3339
from pawsight.settings import Settings

log = structlog.get_logger()

LOOK_EVERY_S: Final = 1.0
AT_ONCE: Final = 8
LEASE_S: Final = TIMEOUT_S + 20.0
PAUSES_S: Final = (10.0, 60.0, 300.0, 1800.0, 7200.0)
"""After each try that was in vain; after the last there is one more try."""

GIVE_UP_AFTER: Final = timedelta(days=1)
"""What is so old is no news any more."""

LONGEST_TEXT: Final = 600
"""Characters of a text for a browser, of four bytes at most: a push service takes so much."""

TIDY_EVERY_S: Final = 3600.0
KEPT_S: Final = 7 * 86_400.0
NOTIFICATIONS_KEPT_S: Final = 180 * 86_400.0


def push_sender(config: Settings) -> PushSender | None:
    """Who signs our Web Push; None when the system has no key, or one that is none."""
    if config.push_private_key is None:
        return None
    contact = config.push_contact or f"mailto:{config.owner_email}"
    try:
        return PushSender(config.push_private_key.get_secret_value(), contact)
    except KeyUnusable as error:
        log.error("no Web Push", error=str(error))
        return None


class NoticeWatch:
    """Any number of them may look: each delivery is one's at a time."""

    def __init__(self, config: Settings, database: Database) -> None:
        self._allow_private = config.allow_private_webhooks
        self._database = database
        self._sender = push_sender(config)
        self._sending: set[asyncio.Task[None]] = set()
        self._tidy_at = 0.0

    async def watch_for_ever(self) -> NoReturn:
        """Look each second."""
        await look_for_ever(self._look_and_tidy, partial(asyncio.sleep, LOOK_EVERY_S), "notifications")

    async def look(self) -> None:
        """Begin to send what is due, `AT_ONCE` at most.

        Raises:
            DatabaseError: the database is away.
        """
        free = AT_ONCE - len(self._sending)
        if free <= 0:
            return
        async with self._database.connection() as conn:
            due = await deliveries.take(conn, free, lease_s=LEASE_S)
        for one in due:
            task = asyncio.create_task(self._see_through(one))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _look_and_tidy(self) -> None:
        await self.look()
        await self._tidy()

    async def _see_through(self, delivery: Delivery) -> None:
        try:
            await self.send(delivery)
        except DatabaseError as error:
            log.warning("a delivery is tried again when its lease runs out", error=str(error))
        except Exception:
            log.exception("a delivery is tried again: a mistake of ours", delivery=str(delivery.id))

    async def send(self, delivery: Delivery) -> None:
        """Send one, and note how it went.

        Raises:
            DatabaseError: it could not be noted; it may be sent again.
        """
        error: DeliveryError | None = None
        try:
            if delivery.webhook_id is not None:
                await self._to_webhook(delivery)
            else:
                await self._to_browser(delivery)
        except DeliveryError as failure:
            error = failure
        except KeyUnusable as failure:
            error = DeliveryFailed(str(failure), is_final=True)
        async with self._database.transaction() as conn:
            if isinstance(error, EndpointGone) and delivery.push_id is not None:
                await push_subscriptions.delete_of_anybody(conn, delivery.push_id)
                return
            if delivery.webhook_id is not None:
                await webhooks.note_try(conn, delivery.webhook_id, None if error is None else str(error))
            pause_s = None if error is None else _pause_s(delivery, error)
            if error is None:
                await deliveries.delivered(conn, delivery)
            elif pause_s is None:
                await deliveries.failed(conn, delivery, str(error))
            else:
                await deliveries.put_off(conn, delivery, str(error), pause_s)
        if error is not None:
            kind = "webhook" if delivery.webhook_id else "push"
            log.info("not delivered", kind=kind, attempt=delivery.attempt, why=str(error))

    async def _to_webhook(self, delivery: Delivery) -> None:
        assert delivery.url is not None, "the join has found the webhook"
        assert delivery.secret is not None
        body = webhook.body_of(
            delivery.notification_id,
            level=delivery.level,
            code=delivery.code,
            text=delivery.text,
            camera_id=delivery.camera_id,
            at=delivery.told_at,
        )
        headers = webhook.signed_headers(delivery.secret, body, delivery.id, datetime.now(UTC))
        await post(delivery.url, body, headers, allow_private=self._allow_private)

    async def _to_browser(self, delivery: Delivery) -> None:
        assert delivery.endpoint is not None, "the join has found the browser"
        assert delivery.p256dh is not None
        assert delivery.auth is not None
        if self._sender is None:
            raise DeliveryFailed("this system has no key for Web Push", is_final=True)
        told = {
            "id": str(delivery.notification_id),
            "level": delivery.level,
            "code": delivery.code,
            "text": delivery.text[:LONGEST_TEXT],
            "cameraId": None if delivery.camera_id is None else str(delivery.camera_id),
            "createdAt": rfc3339(delivery.told_at),
        }
        subscription = Subscription(delivery.endpoint, delivery.p256dh, delivery.auth)
        body = web_push.encrypt(subscription, json.dumps(told, ensure_ascii=False).encode())
        headers = self._sender.headers(delivery.endpoint)
        await post(delivery.endpoint, body, headers, allow_private=self._allow_private)

    async def _tidy(self) -> None:
        now = asyncio.get_running_loop().time()
        if now < self._tidy_at:
            return
        async with self._database.connection() as conn:
            await deliveries.forget(conn, KEPT_S)
            await notifications.forget(conn, NOTIFICATIONS_KEPT_S)
        self._tidy_at = now + TIDY_EVERY_S


def _pause_s(delivery: Delivery, error: DeliveryError) -> float | None:
    """How long to wait before the next try; None: there is none."""
    is_final = (
        isinstance(error, EndpointGone)
        or (isinstance(error, DeliveryFailed) and error.is_final)
        or (isinstance(error, UrlRefused) and error.code != "HOST_UNKNOWN")
    )
    too_old = datetime.now(UTC) - delivery.created_at > GIVE_UP_AFTER
    if is_final or too_old or delivery.attempt > len(PAUSES_S):
        return None
    return PAUSES_S[delivery.attempt - 1]
