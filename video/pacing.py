"""When packets are due and which pictures are kept. Time is an argument: nothing here reads a clock."""

from video.packets import TICKS_HZ


class Thinner:
    """Keeps about `fps` pictures a second, evenly: of 30 a second every other one, of 25 three in five.

    A picture up to a quarter of a period early is kept and draws the grid a little towards it, so that a
    source at its own `fps` loses next to nothing to jitter.
    """

    _EARLY = 0.25
    _DRAW = 0.05

    def __init__(self, fps: float) -> None:
        self._period_s = 1 / fps
        self._next_s: float | None = None

    def keep(self, at_s: float) -> bool:
        """Whether to keep the picture at this time stamp (s). A jump back or a gap starts a new grid."""
        early_s = 0.0 if self._next_s is None else self._next_s - at_s
        if 2 * self._period_s >= early_s > self._EARLY * self._period_s:
            return False
        if self._next_s is None or abs(early_s) > self._period_s:
            self._next_s, early_s = at_s, 0.0
        self._next_s += self._period_s - self._DRAW * max(0.0, early_s)
        return True


class Timeline:
    """Makes the stamps (ticks) of a recording that is played again and again only grow.

    The pictures lead: a new round, a jump or a long gap becomes one picture's step. The sound keeps its place
    beside them; what of it would be heard twice is left out.
    """

    _LONGEST_STEP = 4 * TICKS_HZ

    def __init__(self, frame_ticks: int) -> None:
        self._frame_ticks = frame_ticks
        self._shift = 0
        self._first: int | None = None
        self._last: int | None = None
        self._sound_end: int | None = None

    def rewind(self) -> None:
        """The recording begins anew; the next stamps are those of its beginning."""
        if self._first is not None and self._last is not None:
            self._shift = self._last + self._frame_ticks - self._first

    def picture(self, dts: int) -> int:
        """What to add to the stamps of the picture's next packet."""
        if self._last is None:
            self._first = dts
        elif not 0 < dts + self._shift - self._last <= self._LONGEST_STEP:
            self._shift = self._last + self._frame_ticks - dts
        self._last = dts + self._shift
        return self._shift

    def sound(self, dts: int, duration: int) -> int | None:
        """What to add to the stamps of the sound's next packet; None: leave it out."""
        at = dts + self._shift
        if self._sound_end is not None and at < self._sound_end - duration // 2:
            return None
        self._sound_end = at + duration
        return self._shift

    def skip(self, ticks: int) -> None:
        """Let everything that follows be so much later."""
        self._shift += ticks
        if self._last is not None:
            self._last += ticks


class Pacer:
    """Plays stamps against a monotonic clock, as if a recording were live.

    Every due time is counted from one anchor, so that waits, each a little too long, do not add up.
    """

    def __init__(self) -> None:
        self._anchor_s: float | None = None

    def due_s(self, at_s: float, now_s: float) -> float:
        """When what is stamped `at_s` is due, on the clock that says `now_s`; the first is due at once."""
        if self._anchor_s is None:
            self._anchor_s = now_s - at_s
        return self._anchor_s + at_s
