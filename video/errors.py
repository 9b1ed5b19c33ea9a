"""Why a source gives no pictures.

SourceError
├── SourceRefused   it will not work as it is: tell whoever named it
└── SourceLost      it ended or broke: the caller connects again
"""

from typing import Literal

RefusalCode = Literal[
    "URL_INVALID",
    "SCHEME_REFUSED",
    "HOST_UNKNOWN",
    "ADDRESS_REFUSED",
    "REDIRECT_REFUSED",
    "FILE_MISSING",
    "NOT_VIDEO",
    "PICTURE_TOO_LARGE",
]


class SourceError(Exception):
    """A source gives no pictures."""


class SourceRefused(SourceError):
    """We will not open this source, however often it is tried. The message never holds a password."""

    def __init__(self, code: RefusalCode, message: str) -> None:
        super().__init__(message)
        self.code: RefusalCode = code
        self.message = message

    def __reduce__(self) -> tuple[type["SourceRefused"], tuple[RefusalCode, str]]:
        # Ray sends exceptions between processes by pickle, which calls the class with `args`: not ours.
        return type(self), (self.code, self.message)


class SourceLost(SourceError):
    """The source ended, broke or fell silent; another try may work. The reason never holds a password."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
