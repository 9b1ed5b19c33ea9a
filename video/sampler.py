"""The hand-over from a decoding thread to an event loop: one slot, the newest frame wins."""

import asyncio
import threading
from typing import Generic, Protocol, TypeVar


class Numbered(Protocol):
    """Anything that carries the growing number of its frame."""

    @property
    def seq(self) -> int:
        """Grows with each frame."""
        ...


FrameT = TypeVar("FrameT", bound=Numbered)


class NoMoreFrames(Exception):
    """The slot was closed: its source has ended."""


class NewestFrame(Generic[FrameT]):
    """One slot between one decoding thread and any number of readers on one event loop.

    A frame that nobody took before the next one came is skipped and counted, never queued: a slow reader
    gets newer frames, not later ones. `put` and `close` may be called from any thread, `get` on one
    event loop alone.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        self._frame: FrameT | None = None
        self._taken = True
        self._closed = False
        self._waking = False
        self._skipped = 0
        self._changed = asyncio.Event()

    @property
    def skipped(self) -> int:
        """Frames that no reader took before a newer one replaced them."""
        with self._lock:
            return self._skipped

    @property
    def latest(self) -> FrameT | None:
        """The newest frame, taken or not; None before the first. Does not count as taking it."""
        with self._lock:
            return self._frame

    def put(self, frame: FrameT) -> None:
        """Replace the frame in the slot; from any thread. After `close` it does nothing."""
        with self._lock:
            if self._closed:
                return
            self._skipped += not self._taken
            self._frame, self._taken = frame, False
            self._wake()

    def close(self) -> None:
        """Let every reader go with `NoMoreFrames`; from any thread, any number of times."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._wake()

    async def get(self, after_seq: int = -1) -> FrameT:
        """Wait for a frame whose seq is greater than `after_seq` and return the newest there is.

        Raises `NoMoreFrames` once the slot is closed, even if it still holds a frame: that one is old.
        """
        self._loop = asyncio.get_running_loop()
        while True:
            with self._lock:
                if self._closed:
                    raise NoMoreFrames
                if self._frame is not None and self._frame.seq > after_seq:
                    self._taken = True
                    return self._frame
                changed = self._changed
            await changed.wait()

    def _wake(self) -> None:
        # One call in the loop's queue at a time: a loop that is held up must not gather thousands.
        if self._waking or self._loop is None:  # nobody has ever waited
            return
        try:
            self._loop.call_soon_threadsafe(self._notify)
        except RuntimeError:
            self._closed = True  # the loop is closed: no reader is left, and none can come
        else:
            self._waking = True

    def _notify(self) -> None:
        with self._lock:
            self._waking = False
            changed, self._changed = self._changed, asyncio.Event()
        changed.set()
