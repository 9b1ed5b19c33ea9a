"""Why a source gives no pictures, a recording no clip, or a browser no connection.

SourceError
├── SourceRefused     it will not work as it is: tell whoever named it
└── SourceLost        it ended or broke: the caller connects again
ClipError
├── NothingRecorded   no picture was recorded in the time asked for
└── PieceUnreadable   one recorded file is missing or broken
PeerError
├── OfferRefused      the SDP is none that we can answer
├── CameraSilent      there is nothing to show right now
├── TooManyPeers      this camera has as many viewers as it may have
├── NotPushed         this camera takes no pictures from a browser
├── NoAddress         this machine has no address that a browser could reach
└── SessionUnknown    there is no such session, or it has ended
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


class ClipError(Exception):
    """No clip can be made of what was recorded."""


class NothingRecorded(ClipError):
    """No picture was recorded in the time asked for."""


class PieceUnreadable(ClipError):
    """A recorded file is missing, broken, or none of ours; the message says which."""


class PeerError(Exception):
    """A browser gets no connection."""


class OfferRefused(PeerError):
    """The SDP offer is malformed, or asks for what we can't do; the message says what. Another try fails too."""


class CameraSilent(PeerError):
    """The camera sends nothing right now."""


class TooManyPeers(PeerError):
    """This camera has as many viewers as it may have."""


class NotPushed(PeerError):
    """This camera has a source of its own: no browser can be it."""


class NoAddress(PeerError):
    """This machine has no network address that it could tell a browser."""


class SessionUnknown(PeerError):
    """There is no such session, or it has ended."""
