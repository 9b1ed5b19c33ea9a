"""The hand-over from a camera's feed to its recorder: bounded, and never waited for by the feed."""

import threading
from collections import deque
from dataclasses import dataclass
from typing import Final

from pawsight.recordings import GapReason
from video.packets import EncodedPacket, StreamFormat

MOST_BYTES: Final = 16_000_000
MOST_ITEMS: Final = 4_000
"""Several seconds of a camera; a disk that is slower for longer loses packets."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A source was opened."""

    stream: StreamFormat


@dataclass(frozen=True, slots=True)
class Lost:
    """Nothing comes until the next `Begun`."""

    reason: str


@dataclass(frozen=True, slots=True)
class Overflown:
    """Packets were thrown away here; the next one of video is a keyframe."""


@dataclass(frozen=True, slots=True)
class Switched:
    """Record no more for this reason, or (None) again."""

    off: GapReason | None


@dataclass(frozen=True, slots=True)
class Finish:
    """End the segment at the first keyframe after a moment."""

    at: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """The last item."""

    reason: GapReason


Item = EncodedPacket | Begun | Lost | Overflown | Switched | Finish | Stopped


class PacketQueue:
    """Packets and what was said between them, in order.

    The taker is not woken for each packet: it looks several times a second, and takes all there are.
    """

    def __init__(self, *, most_bytes: int = MOST_BYTES, most_items: int = MOST_ITEMS) -> None:
        self._most_bytes = most_bytes
        self._most_items = most_items
        self._changed = threading.Condition()
        self._items: deque[Item] = deque()
        self._bytes = 0
        self._urgent = False
        self._overflown = False
        self.dropped = 0
        """Packets that were thrown away."""

    def put(self, packet: EncodedPacket) -> None:
        """Append a packet. When there are too many, throw away from here to a keyframe that has room again."""
        with self._changed:
            room = self._most_bytes - self._bytes
            if self._overflown:
                is_start = packet.kind == "video" and packet.is_keyframe
                if (
                    not is_start
                    or max(len(packet.data), self._most_bytes // 2) > room
                    or not self._has_places(2)
                ):
                    self.dropped += 1
                    return
                self._overflown = False
            elif len(packet.data) > room or not self._has_places(1):
                self.dropped += 1
                self._overflown = True
                self._append(Overflown())
                return
            self._items.append(packet)
            self._bytes += len(packet.data)

    def tell(self, item: Begun | Lost | Switched | Finish | Stopped) -> None:
        """Append something that is no packet; it is taken at once.

        Of two that say whether there is a source, with nothing between them, the later one is right: a source
        that comes and goes while the taker is stuck does not fill the queue.
        """
        with self._changed:
            if isinstance(item, Begun | Lost) and self._items and isinstance(self._items[-1], Begun | Lost):
                self._items.pop()
            self._append(item)

    def take(self, timeout_s: float) -> list[Item]:
        """Everything there is, after `timeout_s` at most; nothing, when nothing came."""
        with self._changed:
            self._changed.wait_for(lambda: self._urgent, timeout_s)
            taken = list(self._items)
            self._items.clear()
            self._bytes = 0
            self._urgent = False
            return taken

    def _append(self, item: Item) -> None:
        self._items.append(item)
        self._urgent = True
        self._changed.notify()

    def _has_places(self, share: int) -> bool:
        return len(self._items) < self._most_items // share
