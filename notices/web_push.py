"""Web Push: a message that only the browser can read (RFC 8291), from a sender that is known (RFC 8292)."""

import base64
import json
import secrets
import struct
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from notices.errors import KeyUnusable

CURVE: Final = ec.SECP256R1()
RECORD_SIZE: Final = 4096
LONGEST_MESSAGE: Final = 3000
"""Bytes. Push services take 4096 with all that is around it."""

TOKEN_GOOD_S: Final = 12 * 3600
KEPT_S: Final = 24 * 3600
"""How long a push service keeps a message for a browser that is off."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser is told, and with what it reads.

    endpoint: a URL of its push service. p256dh: its public key, 65 bytes, uncompressed. auth: 16 bytes.
    """

    endpoint: str
    p256dh: bytes
    auth: bytes

    def __post_init__(self) -> None:
        _public_key(self.p256dh)
        if len(self.auth) != 16:
            raise KeyUnusable("auth has 16 bytes")


class PushSender:
    """The application server of RFC 8292: its key signs whom a message is from."""

    def __init__(self, private_key: str, contact: str) -> None:
        """private_key: 32 bytes in base64url, as `new_private_key` makes them. contact: `mailto:` or `https:`.

        Raises:
            KeyUnusable: the key is none.
        """
        try:
            number = int.from_bytes(from_base64url(private_key), "big")
            self._key = ec.derive_private_key(number, CURVE)
        except ValueError as error:
            raise KeyUnusable("the private key is 32 bytes in base64url") from error
        self._contact = contact

    @property
    def public_key(self) -> str:
        """What a browser subscribes with: 65 bytes in base64url."""
        return to_base64url(_point(self._key.public_key()))

    def headers(self, endpoint: str, *, now: float | None = None) -> dict[str, str]:
        """The headers of a message to an endpoint. now: seconds since the epoch."""
        parts = urlsplit(endpoint)
        claims: dict[str, str | int] = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(time.time() if now is None else now) + TOKEN_GOOD_S,
            "sub": self._contact,
        }
        return {
            "Authorization": f"vapid t={self._token(claims)}, k={self.public_key}",
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEPT_S),
            "Urgency": "normal",
        }

    def _token(self, claims: dict[str, str | int]) -> str:
        head = to_base64url(_json({"typ": "JWT", "alg": "ES256"}))
        signed = f"{head}.{to_base64url(_json(claims))}"
        # JWT wants the two numbers as they are, not as DER writes them.
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signed}.{to_base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def new_private_key() -> str:
    """A key for `PushSender`."""
    number = ec.generate_private_key(CURVE).private_numbers().private_value
    return to_base64url(number.to_bytes(32, "big"))


def encrypt(
    subscription: Subscription,
    message: bytes,
    *,
    key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """A message as the browser gets it (`aes128gcm`), in one record. key, salt: made anew unless a test gives them.

    Raises:
        ValueError: the message is longer than 3,000 bytes.
    """
    if len(message) > LONGEST_MESSAGE:
        raise ValueError(f"a message has at most {LONGEST_MESSAGE} bytes")
    key = key or ec.generate_private_key(CURVE)
    salt = salt or secrets.token_bytes(16)
    ours = _point(key.public_key())
    shared = key.exchange(ec.ECDH(), _public_key(subscription.p256dh))
    secret = _derive(shared, subscription.auth, b"WebPush: info\0" + subscription.p256dh + ours, 32)
    content_key = _derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(secret, salt, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(content_key).encrypt(nonce, message + b"\x02", None)
    return salt + struct.pack("!IB", RECORD_SIZE, len(ours)) + ours + sealed


def to_base64url(data: bytes) -> str:
    """Without padding, as all of Web Push writes it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """With or without padding.

    Raises:
        KeyUnusable: it is not base64url.
    """
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise KeyUnusable("this is not base64url") from error


def _public_key(point: bytes) -> ec.EllipticCurvePublicKey:
    if len(point) != 65:
        raise KeyUnusable("p256dh has 65 bytes")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyUnusable("p256dh is no point of P-256") from error


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def _json(content: dict[str, str | int]) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()
