"""Who is told of notifications outside of the app: your webhooks, and browsers by Web Push."""

import asyncio
import secrets
from datetime import datetime
from functools import partial
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime, Field, field_serializer

from app.auth import Reader, Writer
from app.errors import ApiError, documented
from app.paging import Page
from app.resources import Held, Resources
from db import notifications, push_subscriptions, webhooks
from db.push_subscriptions import PushSubscription
from db.webhooks import Webhook
from deployments.notice_watch import push_sender
from notices.errors import KeyUnusable
from notices.targets import LONGEST_URL, check_target
from notices.web_push import Subscription, from_base64url
from pawsight.messages import Wire, rfc3339

router = APIRouter(
    prefix="/api/notifications",
    tags=["notifications"],
    responses=documented(400, 401, 403, 404, 409, 503, 504),
)

RESOLVE_TIMEOUT_S: Final = 10.0

Url = Annotated[str, Field(min_length=1, max_length=LONGEST_URL, examples=["https://example.org/hooks/dog"])]


class NewWebhook(Wire):
    """A URL of yours that shall be told: HTTPS, on the internet, unless the operator allows private addresses."""

    url: Url


class WebhookInfo(Wire):
    """One webhook. `lastError` null: the last delivery arrived, or there was none."""

    id: UUID
    url: str
    enabled: bool
    last_error: str | None
    last_tried_at: AwareDatetime | None
    created_at: AwareDatetime

    @field_serializer("created_at")
    def _created_at(self, moment: datetime) -> str:
        return rfc3339(moment)

    @field_serializer("last_tried_at")
    def _last_tried_at(self, moment: datetime | None) -> str | None:
        return None if moment is None else rfc3339(moment)


class MadeWebhook(WebhookInfo):
    """A new webhook with its secret, which is shown this one time.

    Each delivery carries `X-Pawsight-Timestamp` (seconds since the epoch) and `X-Pawsight-Signature`: `sha256=` and the
    HMAC-SHA256, in hex, of the timestamp, a full stop and the body, keyed with the secret. `X-Pawsight-Delivery` is the
    same when one is sent again.
    """

    secret: str = Field(examples=["b0c9..."])


class WebhookChange(Wire):
    """What shall be different."""

    enabled: bool


class PushKey(Wire):
    """What a browser subscribes with (`applicationServerKey`)."""

    public_key: str = Field(examples=["BEl62iUYgUivxIkv69yViEuiBIa..."])


class PushKeys(Wire):
    """A browser's keys, as its `PushSubscription` tells them."""

    # As browsers write it: no camel of ours.
    p256dh: Annotated[str, Field(alias="p256dh", max_length=200)]
    auth: Annotated[str, Field(max_length=100)]


class NewPushSubscription(Wire):
    """A browser that shall be told: its `PushSubscription` as JSON."""

    endpoint: Annotated[str, Field(min_length=1, max_length=LONGEST_URL)]
    keys: PushKeys
    expiration_time: Annotated[float | None, Field(description="as browsers send it; not looked at")] = None


class PushSubscriptionInfo(Wire):
    """One browser."""

    id: UUID
    service: Annotated[str, Field(description="whose push service it uses", examples=["push.example.org"])]
    created_at: AwareDatetime

    @field_serializer("created_at")
    def _created_at(self, moment: datetime) -> str:
        return rfc3339(moment)


@router.get("/webhooks")
async def list_webhooks(principal: Reader, held: Held) -> Page[WebhookInfo]:
    """Your webhooks, oldest first, each with how its last delivery went."""
    async with held.database.connection() as conn:
        found = await webhooks.list_all(conn, principal.user_id)
    return Page[WebhookInfo](
        items=[WebhookInfo.model_validate(_webhook(one)) for one in found], next_cursor=None
    )


@router.post("/webhooks", status_code=201)
async def add_webhook(body: NewWebhook, principal: Writer, held: Held) -> MadeWebhook:
    """Have a URL told of each notification, signed, and again with patience when it does not answer."""
    await _check(held, body.url)
    secret = secrets.token_urlsafe(32)
    async with held.database.transaction() as conn:
        made = await webhooks.insert(conn, principal.user_id, url=body.url, secret=secret)
    if made is None:
        raise ApiError(
            409, "TOO_MANY_WEBHOOKS", "You have as many webhooks as there may be", "Delete one first"
        )
    return MadeWebhook.model_validate({**_webhook(made), "secret": secret})


@router.patch("/webhooks/{webhook_id}")
async def change_webhook(webhook_id: UUID, body: WebhookChange, principal: Writer, held: Held) -> WebhookInfo:
    """Switch a webhook off or on."""
    async with held.database.transaction() as conn:
        found = await webhooks.set_enabled(conn, principal.user_id, webhook_id, body.enabled)
    if found is None:
        raise _no_webhook()
    return WebhookInfo.model_validate(_webhook(found))


@router.delete("/webhooks/{webhook_id}", status_code=204)
async def delete_webhook(webhook_id: UUID, principal: Writer, held: Held) -> None:
    """Delete a webhook; what it was still to be told is dropped."""
    async with held.database.transaction() as conn:
        gone = await webhooks.delete(conn, principal.user_id, webhook_id)
    if not gone:
        raise _no_webhook()


@router.get("/push/key")
async def push_key(_: Reader, held: Held) -> PushKey:
    """What a browser needs to subscribe."""
    return PushKey(public_key=_public_key(held))


@router.get("/push")
async def list_push_subscriptions(principal: Reader, held: Held) -> Page[PushSubscriptionInfo]:
    """The browsers that are told, oldest first."""
    async with held.database.connection() as conn:
        found = await push_subscriptions.list_all(conn, principal.user_id)
    return Page[PushSubscriptionInfo](items=[_browser(one) for one in found], next_cursor=None)


@router.post("/push", status_code=201)
async def add_push_subscription(
    body: NewPushSubscription, principal: Writer, held: Held
) -> PushSubscriptionInfo:
    """Have a browser told. Its push service carries the message, and can't read it."""
    _public_key(held)
    try:
        keys = Subscription(body.endpoint, from_base64url(body.keys.p256dh), from_base64url(body.keys.auth))
    except KeyUnusable as error:
        raise ApiError(400, "PUSH_KEY_INVALID", "These are not a browser's keys", str(error)) from error
    await _check(held, body.endpoint)
    async with held.database.transaction() as conn:
        made = await push_subscriptions.put(
            conn, principal.user_id, endpoint=keys.endpoint, p256dh=keys.p256dh, auth=keys.auth
        )
    return _browser(made)


@router.delete("/push/{subscription_id}", status_code=204)
async def delete_push_subscription(subscription_id: UUID, principal: Writer, held: Held) -> None:
    """Tell a browser no more."""
    async with held.database.transaction() as conn:
        gone = await push_subscriptions.delete(conn, principal.user_id, subscription_id)
    if not gone:
        raise ApiError(404, "PUSH_SUBSCRIPTION_NOT_FOUND", "There is no such browser")


@router.post("/test", status_code=202)
async def send_test(principal: Writer, held: Held) -> None:
    """Keep a notification that says it is a trial: it goes to every webhook and browser of yours."""
    async with held.database.transaction() as conn:
        await notifications.insert(
            conn, principal.user_id, level="info", code="TEST", text="This is a trial. It has arrived."
        )


async def _check(held: Resources, url: str) -> None:
    """Let a URL pass that we may send to; names are resolved, which waits, so in a thread.

    Raises:
        UrlRefused, ApiError: it does not.
    """
    check = partial(check_target, url, allow_private=held.config.allow_private_webhooks)
    try:
        await asyncio.wait_for(asyncio.to_thread(check), RESOLVE_TIMEOUT_S)
    except TimeoutError as error:
        raise ApiError(
            400, "HOST_UNKNOWN", "No address is known for this URL", "The look for it took too long"
        ) from error


def _public_key(held: Resources) -> str:
    sender = push_sender(held.config)
    if sender is None:
        raise ApiError(503, "PUSH_UNAVAILABLE", "This system has no key for Web Push", "See docs/settings.md")
    return sender.public_key


def _no_webhook() -> ApiError:
    return ApiError(404, "WEBHOOK_NOT_FOUND", "There is no such webhook")


def _webhook(row: Webhook) -> dict[str, object]:
    return {
        "id": row.id,
        "url": row.url,
        "enabled": row.enabled,
        "last_error": row.last_error,
        "last_tried_at": row.last_tried_at,
        "created_at": row.created_at,
    }


def _browser(row: PushSubscription) -> PushSubscriptionInfo:
    return PushSubscriptionInfo(id=row.id, service=row.endpoint.split("/")[2], created_at=row.created_at)
