"""Web Push by the book: the example of RFC 8291, and signatures that its public key verifies."""

import base64
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from notices.errors import KeyUnusable
from notices.web_push import (
    CURVE,
    LONGEST_MESSAGE,
    PushSender,
    Subscription,
    encrypt,
    from_base64url,
    new_private_key,
    to_base64url,
)

# RFC 8291, section 5 and appendix A.
BROWSER = Subscription(
    "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
    from_base64url("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
    from_base64url("BTBZMqHH6r4Tts7J_aSIgg"),
)
SENDERS_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
MESSAGE = b"When I grow up, I want to be a watermelon"
ENCRYPTED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBr"
    "u3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_rfcs_message_is_encrypted_as_the_rfc_says() -> None:
    key = ec.derive_private_key(int.from_bytes(from_base64url(SENDERS_KEY), "big"), CURVE)

    assert to_base64url(encrypt(BROWSER, MESSAGE, key=key, salt=from_base64url(SALT))) == ENCRYPTED


def test_no_two_messages_are_alike() -> None:
    assert encrypt(BROWSER, MESSAGE) != encrypt(BROWSER, MESSAGE)


def test_a_message_that_no_push_service_takes_is_refused() -> None:
    assert len(encrypt(BROWSER, b"x" * LONGEST_MESSAGE)) <= 4096
    with pytest.raises(ValueError, match="3000"):
        encrypt(BROWSER, b"x" * (LONGEST_MESSAGE + 1))


def test_the_senders_token_is_for_the_push_service_and_its_signature_holds() -> None:
    sender = PushSender(new_private_key(), "mailto:owner@pawsight.test")

    headers = sender.headers(BROWSER.endpoint, now=1_000_000.5)

    scheme, _, rest = headers["Authorization"].partition(" ")
    given = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, claims, signature = given["t"].split(".")
    assert (scheme, given["k"]) == ("vapid", sender.public_key)
    assert json.loads(from_base64url(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(from_base64url(claims)) == {
        "aud": "https://push.example.net",
        "exp": 1_000_000 + 12 * 3600,
        "sub": "mailto:owner@pawsight.test",
    }
    raw = from_base64url(signature)
    numbers = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, from_base64url(sender.public_key))
    key.verify(encode_dss_signature(*numbers), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize("key", ["", "????", "AAAA", to_base64url(b"\0" * 32), to_base64url(b"\xff" * 32)])
def test_what_is_no_private_key_is_refused(key: str) -> None:
    with pytest.raises(KeyUnusable):
        PushSender(key, "mailto:owner@pawsight.test")


@pytest.mark.parametrize("point", [b"", b"\x04" + b"\1" * 64, b"\x04" * 64, b"\x02" + b"\1" * 32])
def test_what_is_no_browsers_key_is_refused(point: bytes) -> None:
    with pytest.raises(KeyUnusable):
        Subscription("https://push.example.net/a", point, BROWSER.auth)


def test_a_short_auth_secret_is_refused() -> None:
    with pytest.raises(KeyUnusable):
        Subscription("https://push.example.net/a", BROWSER.p256dh, b"short")


def test_base64url_is_read_with_and_without_padding() -> None:
    assert from_base64url("_-8") == from_base64url("_-8=") == base64.urlsafe_b64decode("_-8=")
