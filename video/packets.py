"""Encoded media on its way from one source to its recorder and its viewers.

One clock for everything: a time stamp counts 1/90,000 s (RTP's clock for video, RFC 6184) since the Unix
epoch, so that a segment on disk, a box on the page and a row in the database name the same moment alike.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, Protocol

TICKS_HZ: Final = 90_000
"""Ticks a second of every time stamp here."""

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def to_ticks(moment: datetime) -> int:
    """An aware time as ticks since the epoch."""
    return (moment - EPOCH) // timedelta(microseconds=1) * 9 // 100


def to_datetime(ticks: int) -> datetime:
    """Ticks since the epoch as UTC, to the microsecond."""
    return EPOCH + timedelta(microseconds=ticks * 100 // 9)


@dataclass(frozen=True, slots=True)
class VideoFormat:
    """H.264, always: another codec is encoded anew, once a camera.

    width, height: pixels as coded. fps: on average. extradata: SPS and PPS in Annex B.
    reorders: there are B-frames, so that `pts` is not in the order of the packets; no browser takes that live.
    rotation: degrees, counter-clockwise, that a player must turn the picture by to show it upright.
    """

    width: int
    height: int
    fps: float
    extradata: bytes
    reorders: bool
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """AAC, always: another codec is encoded anew, once a camera. extradata: AudioSpecificConfig."""

    rate_hz: int
    channels: int
    extradata: bytes


@dataclass(frozen=True, slots=True)
class StreamFormat:
    """What a source sends until it is lost or changes."""

    video: VideoFormat
    audio: AudioFormat | None


@dataclass(frozen=True, slots=True)
class EncodedPacket:
    """One access unit of video (Annex B, SPS and PPS before each keyframe) or one AAC frame (no ADTS header).

    pts, dts, duration: in ticks; `dts` grows strictly within one kind, from `begin` to `lost`.
    """

    kind: Literal["video", "audio"]
    data: bytes
    pts: int
    dts: int
    duration: int
    is_keyframe: bool

    @property
    def captured_at(self) -> datetime:
        """When it happened, UTC."""
        return to_datetime(self.pts)


class PacketSink(Protocol):
    """Whoever takes a camera's packets. Called by the feed's thread, so it must never block and never raise.

    The order is `begin`, any number of `put`, `lost`, and again. The first video packet after `begin` is a keyframe.
    """

    def begin(self, stream: StreamFormat) -> None:
        """A source was opened, or its format changed."""
        ...

    def put(self, packet: EncodedPacket) -> None:
        """The next packet, in decoding order within its kind."""
        ...

    def lost(self, reason: str) -> None:
        """No packet comes until the next `begin`; `reason` is for people and never holds a password."""
        ...
