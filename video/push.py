"""A camera that comes to us: the decoded frames that a browser pushes by WebRTC."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame


class PushSource:
    """Takes decoded frames on the asyncio side and hands them to the feed's thread. Bounded; nothing blocks.

    One sender at a time: whoever lets senders in ends the one before. When the feed is slow, the oldest
    frames that wait go.
    """

    def video(self, frame: VideoFrame) -> None:
        """Take the sender's next picture, with the `pts` and `time_base` of its track; from any thread."""

    def audio(self, frame: AudioFrame) -> None:
        """Take the sender's next piece of sound, with the `pts` and `time_base` of its track; from any thread."""

    def ended(self) -> None:
        """The sender has gone: the camera is away from now on; from any thread, any number of times."""
