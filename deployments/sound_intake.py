"""A camera's sound from the feed's thread to its ear: decoded in a thread of its own, and never waited for."""

import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Final

import structlog

from hearing.live import LiveSound, TimedWindow
from video.packets import AudioFormat, EncodedPacket, StreamFormat

log = structlog.get_logger()

LOOK_EVERY_S: Final = 0.1
"""The thread is not woken for each packet: there are 50 a second."""

MOST_PACKETS: Final = 500
"""About ten seconds of a camera; of a thread that is stuck for longer the oldest packets go."""


class SoundIntake:
    """A `PacketSink` that makes windows.

    arrived: called by the thread with the windows that are full, in the order of their time; it must not block.
    is_heard: whether the source sends sound now that can be read. reason: why not.
    """

    def __init__(self, arrived: Callable[[list[TimedWindow]], None]) -> None:
        self.is_heard = False
        self.reason: str | None = "it sends nothing yet"
        self._arrived = arrived
        self._lock = threading.Lock()
        self._packets: deque[tuple[AudioFormat, bytes, datetime]] = deque(maxlen=MOST_PACKETS)
        self._format: AudioFormat | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ear", daemon=True)
        # Below: the thread alone.
        self._decoded: AudioFormat | None = None
        self._sound: LiveSound | None = None

    def start(self) -> None:
        """Begin to decode what comes."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread: waits for what it is at, some milliseconds."""
        self._stopped.set()
        self._thread.join()

    def begin(self, stream: StreamFormat) -> None:
        """See `PacketSink`."""
        self._format = stream.audio
        self.is_heard = stream.audio is not None
        self.reason = None if self.is_heard else "it sends no sound"

    def put(self, packet: EncodedPacket) -> None:
        """See `PacketSink`."""
        if packet.kind == "audio" and self._format is not None:
            with self._lock:
                self._packets.append((self._format, packet.data, packet.captured_at))

    def lost(self, reason: str) -> None:
        """See `PacketSink`."""
        self._format = None
        self.is_heard, self.reason = False, reason

    def _run(self) -> None:
        while not self._stopped.wait(LOOK_EVERY_S):
            with self._lock:
                packets = list(self._packets)
                self._packets.clear()
            try:
                windows = [window for packet in packets for window in self._decode(*packet)]
            except Exception:
                # Whatever goes wrong costs some sound, never the thread: nobody would notice that it is gone.
                log.exception("sound not decoded")
                self._sound = self._decoded = None
                continue
            if windows:
                self._arrived(windows)

    def _decode(self, audio: AudioFormat, data: bytes, captured_at: datetime) -> list[TimedWindow]:
        # Another run of the source has a format of its own, also an equal one.
        if audio is not self._decoded:
            self._decoded, self._sound = audio, self._open(audio)
        return [] if self._sound is None else self._sound.put(data, captured_at)

    def _open(self, audio: AudioFormat) -> LiveSound | None:
        try:
            return LiveSound("aac", rate_hz=audio.rate_hz, channels=audio.channels, extradata=audio.extradata)
        except ValueError as error:
            self.is_heard, self.reason = False, f"its sound can't be read: {error}"
            return None
