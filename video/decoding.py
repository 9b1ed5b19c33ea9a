"""Packets in, pictures out."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

import av.error
from av.packet import Packet
from av.video.stream import VideoStream

from video.errors import SourceRefused
from video.media import Media, Picture, check_size
from video.packets import TICKS_HZ


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a source says it holds.

    width, height: pixels as shown, that is upright and with square pixels, before `max_width` scales them.
    fps: pictures a second on average; 0.0 when unknown. codec: FFmpeg's name, as in `h264`.
    duration_s: None when it is live.
    """

    width: int
    height: int
    fps: float
    codec: str
    duration_s: float | None
    has_audio: bool


Show = Callable[[Picture, int], None]
"""Takes each decoded picture with its tick."""


class Decoder:
    """Packets in, pictures out. Damaged packets are counted in `corrupt` and left out."""

    def __init__(self, media: Media) -> None:
        self._context = media.video.codec_context
        self._aspect = media.aspect
        self._frame_s = media.frame_ticks / TICKS_HZ
        self._at_s = -self._frame_s
        self.corrupt = 0

    def decode(self, packet: Packet[VideoStream]) -> list[Picture]:
        """Decode one packet. Raises `SourceRefused` when the stream became too large."""
        if packet.is_corrupt:
            self.corrupt += 1
            return []
        try:
            frames = self._context.decode(packet)
        except av.error.EOFError:
            return []
        except av.error.FFmpegError:
            # Whatever the decoder objects to, the next keyframe starts afresh.
            self.corrupt += 1
            return []
        pictures = []
        for frame in frames:
            if frame.is_corrupt:
                self.corrupt += 1
                continue
            check_size(frame.width, frame.height)
            self._at_s = self._at_s + self._frame_s if frame.pts is None else frame.time
            pictures.append(Picture(self._at_s, frame, self._aspect))
        return pictures

    def forget(self) -> None:
        """Drop what is half decoded: the next packet does not follow the last."""
        self._context.flush_buffers()


def first_picture(media: Media, *, most_packets: int = 500, timeout_s: float = 10.0) -> Picture:
    """Decode up to the first picture: what cannot be decoded is no video for us.

    Raises `SourceRefused` (`NOT_VIDEO`) when `most_packets` or the time do not bring one, and `SourceLost`
    as `Media.packets` does.
    """
    decoder = Decoder(media)
    give_up_s = time.monotonic() + timeout_s
    for packet in islice(media.packets(), most_packets):
        if packet.stream is media.video and (pictures := decoder.decode(packet)):
            return pictures[0]
        if time.monotonic() > give_up_s:
            break
    raise SourceRefused("NOT_VIDEO", "no picture in it can be decoded")


def source_info(media: Media, first: Picture) -> SourceInfo:
    """What the headers and the first picture say."""
    width, height = first.size()
    return SourceInfo(
        width=width,
        height=height,
        fps=media.fps,
        codec=media.video.codec_context.name,
        duration_s=media.duration_s,
        has_audio=media.audio is not None,
    )
