"""What can go wrong on the way to somebody outside.

DeliveryError
├── UrlRefused       the URL is none that we send to, now or ever
├── DeliveryFailed   it did not arrive: nobody answered, or the answer was an error; later it may work
└── EndpointGone     who was to be told says that it is not there any more
KeyUnusable          a key of Web Push is not one
"""

from typing import Literal

RefusalCode = Literal["URL_INVALID", "SCHEME_REFUSED", "HOST_UNKNOWN", "ADDRESS_REFUSED"]


class DeliveryError(Exception):
    """Nobody was told; the message says why, and holds no secret."""


class UrlRefused(DeliveryError):
    """A URL that we don't send to."""

    def __init__(self, code: RefusalCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class DeliveryFailed(DeliveryError):
    """It did not arrive. is_final: the receiver refused what it got, so that sending it again is of no use."""

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


class EndpointGone(DeliveryError):
    """The receiver says 404 or 410."""


class KeyUnusable(ValueError):
    """A key that is not on the curve, or has another length than its kind."""
