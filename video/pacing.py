"""When pictures are due and which of them are kept. Time is an argument: nothing here reads a clock."""


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
    """Makes a recording's time stamps only grow: a loop, a jump or a long gap becomes one frame's step."""

    def __init__(self, frame_s: float, *, longest_gap_s: float = 30.0) -> None:
        self._frame_s = frame_s
        self._longest_gap_s = longest_gap_s
        self._last_s: float | None = None
        self._at_s = 0.0

    def at_s(self, stamp_s: float) -> float:
        """Seconds since the first picture, for the picture with this time stamp."""
        if self._last_s is not None:
            step_s = stamp_s - self._last_s
            self._at_s += step_s if 0 < step_s <= self._longest_gap_s else self._frame_s
        self._last_s = stamp_s
        return self._at_s


class Pacer:
    """Plays a timeline against a monotonic clock, as if the recording were live.

    Every due time is counted from one anchor, so that waits, each a little too long, do not add up. A picture
    that is late is skipped, which catches up; when nothing could be shown for `patience_s`, the clip goes on
    from there instead: on a machine too slow for it, it plays slower rather than not at all.
    """

    def __init__(self, *, late_s: float, patience_s: float = 1.0) -> None:
        self._late_s = late_s
        self._patience_s = patience_s
        self._anchor_s: float | None = None
        self._shown_s = 0.0

    def due_s(self, at_s: float, now_s: float) -> float | None:
        """When to show the picture at `at_s`, on the clock that says `now_s`; None: too late, skip it."""
        if self._anchor_s is None:
            self._anchor_s = now_s - at_s
        due_s = self._anchor_s + at_s
        if now_s - due_s > self._late_s:
            if now_s - self._shown_s < self._patience_s:
                return None
            self._anchor_s, due_s = now_s - at_s, now_s
        self._shown_s = max(due_s, now_s)
        return due_s
