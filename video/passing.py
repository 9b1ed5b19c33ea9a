"""H.264 that goes to the sinks as it came, and is decoded for those who look at pictures."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

from dataclasses import replace
from typing import Final, cast

from av.packet import Packet
from av.video.stream import VideoStream

from video.decoding import Decoder, Show
from video.errors import SourceLost
from video.h264 import AccessUnit, Normaliser, NotH264
from video.media import Media
from video.outlet import Outlet
from video.packets import TICKS_HZ, AudioFormat, EncodedPacket, VideoFormat
from video.source_packets import SourcePacket

LONGEST_GROUP_S: Final = 10
"""Between keyframes: with more, nobody could begin to look, or cut, within reasonable time."""

REST_S: Final = 0.5
"""So far behind, the decoder rests until the next keyframe: the packets must not wait for the pictures."""


class CannotPass(SourceLost):
    """This H.264 cannot be handed on as it is: open the source again, and encode it."""


def can_pass(media: Media) -> bool:
    """Whether a `VideoFormat` can say what is in it, and browsers play that."""
    context = media.video.codec_context
    plain = context.name == "h264" and context.pix_fmt in ("yuv420p", "yuvj420p") and context.width > 0
    # AVI does not say when a picture is shown, only in which order they are decoded.
    orderly = media.container != "avi" or not context.has_b_frames
    return plain and orderly and media.aspect == 1


class PassedPictures:
    """The pictures of one source, from keyframe to keyframe.

    corrupt: packets that were damaged; they are left out. rests: no picture is decoded until the next keyframe.
    """

    def __init__(self, outlet: Outlet, show: Show) -> None:
        self.corrupt = 0
        self.rests = False
        self._outlet = outlet
        self._show = show
        self._format: VideoFormat | None = None
        self._sps = b""
        self._group_began: int | None = None
        self._highest_pts = 0

    def open(self, media: Media) -> None:
        """Go on with this media. Raises `CannotPass`."""
        self._media = media
        self._decoder = Decoder(media)
        try:
            self._normaliser = Normaliser(media.video.codec_context.extradata)
        except NotH264 as error:
            raise CannotPass(f"it cannot be handed on as it is: {error}") from error

    def begin_anew(self) -> None:
        """What comes next does not follow what came."""
        self.rests = True
        self._group_began = None
        self._highest_pts = 0

    def take(self, packet: Packet[VideoStream], sample: SourcePacket, audio: AudioFormat | None) -> None:
        """Hand on and decode one packet whose stamps are ticks since the epoch.

        Raises `CannotPass`; `SourceLost` when a live picture changes its format; `SourceRefused` when it became
        too large.
        """
        if packet.is_corrupt:
            self.corrupt += 1
            return
        if packet.size:
            try:
                unit = self._normaliser.unit(bytes(packet))
            except NotH264:
                self.corrupt += 1
                return
            is_keyframe = unit is not None and unit.is_keyframe
            self._follow_groups(packet, is_keyframe)
            if unit is not None:
                self._hand_on(unit, packet, sample.duration, audio)
            self._rest(is_keyframe, sample.behind_s)
        if not self.rests:
            before = self._decoder.corrupt
            for picture in self._decoder.decode(packet):
                self._show(picture, cast("int", picture.raw.pts))
            self.corrupt += self._decoder.corrupt - before

    def _follow_groups(self, packet: Packet[VideoStream], is_keyframe: bool) -> None:
        dts = cast("int", packet.dts)
        if is_keyframe or self._group_began is None:
            self._group_began = dts
        if dts - self._group_began > LONGEST_GROUP_S * TICKS_HZ:
            raise CannotPass(f"its keyframes are more than {LONGEST_GROUP_S} s apart")

    def _hand_on(
        self, unit: AccessUnit, packet: Packet[VideoStream], duration: int, audio: AudioFormat | None
    ) -> None:
        pts, dts = cast("int", packet.pts), cast("int", packet.dts)
        if unit.is_keyframe and self._normaliser.sps != self._sps:
            self._format = self._new_format()
        if self._format is None:
            return
        if pts < self._highest_pts and not self._format.reorders:
            # Its headers did not say so; the sinks are told with the next keyframe.
            self._format = replace(self._format, reorders=True)
        self._highest_pts = max(pts, self._highest_pts)
        self._outlet.video(
            EncodedPacket("video", unit.data, pts, dts, duration, unit.is_keyframe), self._format, audio
        )

    def _new_format(self) -> VideoFormat:
        if self._format is not None and self._media.duration_s is None:
            raise SourceLost("its picture format changed")
        if self._format is not None:
            raise CannotPass("its picture format changes on the way")
        self._sps = self._normaliser.sps
        context = self._media.video.codec_context
        return VideoFormat(
            width=context.width,
            height=context.height,
            fps=TICKS_HZ / self._media.frame_ticks,
            extradata=self._normaliser.parameter_sets,
            reorders=bool(context.has_b_frames),
            rotation=self._media.rotation,
        )

    def _rest(self, is_keyframe: bool, behind_s: float) -> None:
        if behind_s > REST_S:
            self.rests = True
        elif self.rests and is_keyframe:
            self.rests = False
            self._decoder.forget()
