"""URLs by which a browser fetches media: short-lived, for one object each, and good without signing in.

A browser may not reach S3: the embedded one listens on loopback. So a URL leads through the web door
(`GET /media/...`, see `app/media.py`), unless the operator named an address of S3 that browsers reach
(`PAWSIGHT_S3_PUBLIC_ENDPOINT`).
"""

import base64
import hashlib
import hmac
import math
import time
from collections.abc import Callable
from typing import Final
from urllib.parse import quote, urlencode

from pawsight.objects import ObjectStore
from pawsight.settings import Settings

EXPIRES_S: Final = 3600
"""How long a URL is good unless said otherwise: a film that is watched with pauses."""

SAME_FOR_S: Final = 300
"""For about so long an object's URL stays the same, so that a browser finds it in its cache."""

PREFIX: Final = "/media/"


class SignatureRefused(Exception):
    """A media URL that is not one of ours, was changed, or has expired."""


class MediaUrls:
    """Signs media URLs, and tells ours from others. Every process of a system makes and takes the same ones."""

    def __init__(
        self, settings: Settings, objects: ObjectStore, *, now: Callable[[], float] = time.time
    ) -> None:
        """now: seconds since the epoch.

        Raises:
            ValueError: the system has no secret to sign with.
        """
        self._objects = objects
        self._public = settings.s3_public_endpoint is not None
        self._secret = _signing_secret(settings)
        self._now = now

    def url(self, key: str, expires_s: int = EXPIRES_S, *, download_name: str | None = None) -> str:
        """Where a browser finds an object: absolute for S3 itself, else a path of the web door.

        expires_s: it is good for so long at least. download_name: have it saved under this name.
        """
        if self._public:
            return self._objects.presigned_url(key, expires_s, download_name=download_name)
        expires = math.ceil((self._now() + expires_s) / SAME_FOR_S) * SAME_FOR_S
        query = {"expires": str(expires)} | ({"download": download_name} if download_name else {})
        query["signature"] = self._sign(key, expires, download_name)
        return f"{PREFIX}{quote(key)}?{urlencode(query)}"

    def check(self, key: str, expires: int, download_name: str | None, signature: str) -> int:
        """Let a URL's parts pass if we signed them; for how many seconds it is still good.

        Raises:
            SignatureRefused: it is not ours, was changed, or has expired.
        """
        # As bytes: compare_digest refuses text that is not ASCII.
        ours = self._sign(key, expires, download_name).encode()
        if not hmac.compare_digest(ours, signature.encode()):
            raise SignatureRefused("This address is not one of ours")
        left_s = int(expires - self._now())
        if left_s <= 0:
            raise SignatureRefused("This address has expired")
        return left_s

    def _sign(self, key: str, expires: int, download_name: str | None) -> str:
        # Each part with its length: no two URLs have the same text.
        parts = (key, str(expires), download_name or "")
        text = "".join(f"{len(part)}:{part}" for part in parts)
        digest = hmac.digest(self._secret, text.encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _signing_secret(settings: Settings) -> bytes:
    """A key of its own purpose, out of a secret that all nodes have and that outlives a restart."""
    secret = settings.s3_secret_key or settings.owner_token
    if secret is None:
        raise ValueError("set PAWSIGHT_S3_SECRET_KEY or PAWSIGHT_OWNER_TOKEN: media URLs are signed with it")
    return hmac.digest(secret.get_secret_value().encode(), b"pawsight media URL", hashlib.sha256)
