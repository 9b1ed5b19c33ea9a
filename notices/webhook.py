"""A webhook's body and its signature: HMAC-SHA256 over the time and the body, so that neither can be another's."""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pawsight.messages import rfc3339

SIGNATURE: Final = "X-Pawsight-Signature"
TIMESTAMP: Final = "X-Pawsight-Timestamp"
DELIVERY: Final = "X-Pawsight-Delivery"


def body_of(
    notification_id: UUID, *, level: str, code: str, text: str, camera_id: UUID | None, at: datetime
) -> bytes:
    """A notification as JSON, as the webhook gets it."""
    told: dict[str, Any] = {
        "id": str(notification_id),
        "level": level,
        "code": code,
        "text": text,
        "cameraId": str(camera_id) if camera_id else None,
        "createdAt": rfc3339(at),
    }
    return json.dumps({"type": "notification", "notification": told}).encode()


def signed_headers(secret: str, body: bytes, delivery_id: UUID, now: datetime) -> dict[str, str]:
    """The headers that prove who sent a body and when. The delivery's id is the same in each try."""
    timestamp = str(int(now.timestamp()))
    return {
        "Content-Type": "application/json",
        TIMESTAMP: timestamp,
        SIGNATURE: f"sha256={signature(secret, timestamp, body)}",
        DELIVERY: str(delivery_id),
    }


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 in hex, keyed with the webhook's secret, over the timestamp, a full stop, and the body."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
