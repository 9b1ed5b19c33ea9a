"""Pictures in another codec: decoded, shown, and encoded once for all sinks."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

from typing import Final, cast

from av.packet import Packet
from av.video.stream import VideoStream

from video.decoding import Decoder, Show
from video.encoding import H264Encoder
from video.media import Media, Picture
from video.outlet import Outlet
from video.pacing import Thinner
from video.packets import TICKS_HZ, AudioFormat
from video.source_packets import SourcePacket

MOST_FPS: Final = 30.0

_HURRIED_FPS = 10.0
_HURRIED_S = 0.5


class PictureEncoding:
    """Decoded pictures to the sinks; at most `MOST_FPS` of them, fewer while the source is behind."""

    def __init__(self, fps: float, outlet: Outlet) -> None:
        self._outlet = outlet
        self._encoder = H264Encoder(min(fps, MOST_FPS))
        self._thinner = Thinner(MOST_FPS)
        self._hurried = Thinner(_HURRIED_FPS)

    def begin_anew(self) -> None:
        """What comes next does not follow what came."""
        self._encoder.begin_anew()

    def encode(self, picture: Picture, at: int, audio: AudioFormat | None, *, behind_s: float = 0.0) -> None:
        """Encode the picture of the tick `at`, which is later than the last one's."""
        thinner = self._hurried if behind_s > _HURRIED_S else self._thinner
        if not thinner.keep(at / TICKS_HZ):
            return
        for packet in self._encoder.encode(picture, at):
            assert self._encoder.format is not None, "it is told with the first packet"
            self._outlet.video(packet, self._encoder.format, audio)


class EncodedPictures:
    """The pictures of one source.

    corrupt: packets that were damaged; they are left out. rests: never, or the sinks would get nothing.
    """

    rests = False

    def __init__(self, outlet: Outlet, show: Show) -> None:
        self.corrupt = 0
        self._outlet = outlet
        self._show = show
        self._encoding: PictureEncoding | None = None
        self._last_at = 0

    def open(self, media: Media) -> None:
        """Go on with this media."""
        self._decoder = Decoder(media)
        self._frame_ticks = media.frame_ticks
        self._encoding = self._encoding or PictureEncoding(TICKS_HZ / media.frame_ticks, self._outlet)

    def begin_anew(self) -> None:
        """What comes next does not follow what came."""
        self._decoder.forget()
        self._last_at = 0
        if self._encoding is not None:
            self._encoding.begin_anew()

    def take(self, packet: Packet[VideoStream], sample: SourcePacket, audio: AudioFormat | None) -> None:
        """Decode, encode and show one packet whose stamps are ticks since the epoch.

        Raises `SourceRefused` when the picture became too large.
        """
        assert self._encoding is not None, "open comes first"
        before = self._decoder.corrupt
        for picture in self._decoder.decode(packet):
            at = cast("int", picture.raw.pts)
            if at <= self._last_at:  # AVI does not say when a picture is shown
                at = self._last_at + self._frame_ticks
            self._last_at = at
            self._encoding.encode(picture, at, audio, behind_s=sample.behind_s)
            self._show(picture, at)
        self.corrupt += self._decoder.corrupt - before
