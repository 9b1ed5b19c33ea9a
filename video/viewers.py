"""One camera's packets to any number of viewers: each has a short queue of its own, and none waits for another.

The feed's thread puts, the event loop takes. A viewer begins at a keyframe, at once where the pictures since the
last one are short enough to send again; one that can't keep up loses pictures up to the next keyframe.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from video.packets import TICKS_HZ, EncodedPacket, StreamFormat, VideoFormat

LONGEST_LAG: Final = TICKS_HZ
"""Ticks that a viewer's queue may span; a slower one goes on at the next keyframe."""

MOST_QUEUED: Final = 512
REPLAY_MOST_PACKETS: Final = 300
REPLAY_MOST_BYTES: Final = 1_000_000
REPLAY_SPREAD: Final = TICKS_HZ // 30
"""Ticks over which the time stamps of pictures that are sent again are spread at most."""

REPLAY_PAUSE: Final = TICKS_HZ
"""Ticks between two replays to one viewer: a network that loses pictures is not helped by many more."""

BROWSER_PROFILES: Final = frozenset({66, 77, 100})
"""`profile_idc` of Baseline, Main and High: 4:2:0 with 8 bits, which is all that browsers decode live."""

_NAL_TYPE_SPS = 7


class ViewerClosed(Exception):
    """The viewer was closed: no packet comes any more."""


def plays_live(video: VideoFormat) -> bool:
    """Whether a browser can show these packets as they are: no B-frames, upright, a profile that it knows."""
    start = video.extradata.find(b"\0\0\1")
    while start >= 0:
        unit = video.extradata[start + 3 : start + 5]
        if len(unit) == 2 and unit[0] & 0x1F == _NAL_TYPE_SPS:
            return unit[1] in BROWSER_PROFILES and not video.reorders and video.rotation % 360 == 0
        start = video.extradata.find(b"\0\0\1", start + 3)
    return False


class Viewer:
    """One reader's queue of one kind of packets; made by `Fanout.watch`.

    dropped: packets that it did not get because it, or its network, was too slow.
    """

    def __init__(self, fanout: "Fanout") -> None:
        self.dropped = 0
        self._fanout = fanout
        self._queue: deque[EncodedPacket] = deque()
        self._closed = False
        self._keyframes_only = False
        # In step: the packet before the next one was queued too. Else it begins anew: at a keyframe, or by a replay.
        self._in_step = False
        self._may_replay = True
        self._last_pts: int | None = None
        self._replayed_at: int | None = None

    @property
    def waiting(self) -> int:
        """Packets in the queue."""
        return len(self._queue)

    async def next(self) -> EncodedPacket:
        """Wait for the next packet. Raises `ViewerClosed`."""
        while True:
            if self._closed:
                raise ViewerClosed
            with self._fanout.lock:
                if self._queue:
                    return self._queue.popleft()
            await self._fanout.changed()

    def begin_anew(self) -> None:
        """Its decoder has lost the picture (a PLI): start again at a keyframe."""
        with self._fanout.lock:
            self._in_step = False

    def thin(self, keyframes_only: bool) -> None:
        """Send keyframes alone while the network can't carry more."""
        with self._fanout.lock:
            self._keyframes_only = keyframes_only

    def close(self) -> None:
        """Let the reader go with `ViewerClosed`; on the event loop, any number of times."""
        self._closed = True
        self._fanout.forget(self)

    def offer(self, packet: EncodedPacket, since_keyframe: Sequence[EncodedPacket]) -> None:
        """Queue the packet, or what makes it decodable, or nothing. For the fan-out, which holds its lock.

        since_keyframe: the packets from the last keyframe to this one; empty when they are too many to keep.
        """
        while self._lags(packet):
            self._skip_to_keyframe()
        if packet.is_keyframe:
            packets: Sequence[EncodedPacket] = (packet,)
            self._may_replay = True
        elif self._keyframes_only:
            packets, self._may_replay = (), False
        elif self._in_step:
            packets = (packet,)
        else:
            packets = self._replay(packet, since_keyframe)
        self._in_step = bool(packets)
        if packets:
            self._last_pts = packet.pts
            self._queue.extend(packets)
        elif self._last_pts is not None:
            self.dropped += 1

    def start_over(self) -> None:
        """What comes next belongs to another stream. For the fan-out, which holds its lock."""
        self._in_step = False

    def _lags(self, newest: EncodedPacket) -> bool:
        queue = self._queue
        return bool(queue) and (newest.pts - queue[0].pts > LONGEST_LAG or len(queue) >= MOST_QUEUED)

    def _skip_to_keyframe(self) -> None:
        """Drop the oldest packets up to a keyframe; where there is none in the queue, wait for the next one."""
        before = len(self._queue)
        self._queue.popleft()
        while self._queue and not self._queue[0].is_keyframe:
            self._queue.popleft()
        self.dropped += before - len(self._queue)
        if not self._queue:
            self._in_step = self._may_replay = False

    def _replay(
        self, packet: EncodedPacket, since_keyframe: Sequence[EncodedPacket]
    ) -> Sequence[EncodedPacket]:
        """The packets since the keyframe with time stamps between the last one sent and this one's.

        With their own, older ones a player would show them at their pace, and stay behind for ever.
        """
        too_soon = self._replayed_at is not None and packet.pts - self._replayed_at < REPLAY_PAUSE
        if not since_keyframe or not self._may_replay or too_soon:
            return ()
        begin = packet.pts - REPLAY_SPREAD
        if self._last_pts is not None:
            begin = max(begin, self._last_pts)
        step = (packet.pts - begin) // len(since_keyframe)
        if step < 1:
            return ()
        self._replayed_at = packet.pts
        behind = range(len(since_keyframe) - 1, -1, -1)
        stamps = (packet.pts - steps * step for steps in behind)
        return [replace(one, pts=pts, dts=pts) for one, pts in zip(since_keyframe, stamps, strict=True)]


class Fanout:
    """One kind of packets of one camera, to its viewers. `put` and `cut` from any thread, all else on one loop."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._viewers: tuple[Viewer, ...] = ()
        self._since_keyframe: list[EncodedPacket] = []
        self._bytes = 0
        self._waking = False
        self._changed = asyncio.Event()

    @property
    def watching(self) -> int:
        """How many viewers there are."""
        return len(self._viewers)

    def watch(self) -> Viewer:
        """A new viewer; close it."""
        self._loop = asyncio.get_running_loop()
        viewer = Viewer(self)
        with self.lock:
            self._viewers = (*self._viewers, viewer)
        return viewer

    def forget(self, viewer: Viewer) -> None:
        """Give it nothing any more."""
        with self.lock:
            self._viewers = tuple(one for one in self._viewers if one is not viewer)
        self._notify()

    def put(self, packet: EncodedPacket) -> None:
        """The next packet; `pts` grows strictly. Never blocks: a viewer's queue is bounded."""
        with self.lock:
            self._remember(packet)
            for viewer in self._viewers:
                viewer.offer(packet, self._since_keyframe)
            if self._viewers:
                self._wake()

    def cut(self) -> None:
        """The stream ended; what comes next begins with a keyframe of another."""
        with self.lock:
            self._since_keyframe = []
            for viewer in self._viewers:
                viewer.start_over()

    async def changed(self) -> None:
        """Wait until something was put, or a viewer left."""
        await self._changed.wait()

    def _remember(self, packet: EncodedPacket) -> None:
        if packet.is_keyframe:
            self._since_keyframe, self._bytes = [packet], len(packet.data)
        elif self._since_keyframe:
            self._since_keyframe.append(packet)
            self._bytes += len(packet.data)
            if len(self._since_keyframe) > REPLAY_MOST_PACKETS or self._bytes > REPLAY_MOST_BYTES:
                self._since_keyframe = []

    def _wake(self) -> None:
        # One call in the loop's queue at a time: a loop that is held up must not gather thousands.
        if self._waking or self._loop is None:
            return
        try:
            self._loop.call_soon_threadsafe(self._woken)
        except RuntimeError:
            self._viewers = ()  # the loop is closed: no reader is left, and none can come
        else:
            self._waking = True

    def _woken(self) -> None:
        with self.lock:
            self._waking = False
        self._notify()

    def _notify(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


class LiveFanout:
    """The live end of a camera: a `PacketSink` whose packets go to whoever watches right now.

    video: packets as the source sent them; nothing is put there while no browser could show them. audio: AAC.
    on_format: called by the feed's thread after the format came, changed or went.
    """

    def __init__(self, on_format: Callable[[], None]) -> None:
        self.video = Fanout()
        self.audio = Fanout()
        self.format: StreamFormat | None = None
        self.passes = False
        self._on_format = on_format

    def begin(self, stream: StreamFormat) -> None:
        """A source was opened, or its format changed."""
        self._cut()
        self.passes = plays_live(stream.video)
        self.format = stream
        self._on_format()

    def put(self, packet: EncodedPacket) -> None:
        """The next packet, in decoding order within its kind."""
        if packet.kind == "audio":
            self.audio.put(packet)
        elif self.passes:
            self.video.put(packet)

    def lost(self, reason: str) -> None:
        """No packet comes until the next `begin`; the viewers wait."""
        self.format = None
        self._cut()
        self._on_format()

    def _cut(self) -> None:
        self.video.cut()
        self.audio.cut()
