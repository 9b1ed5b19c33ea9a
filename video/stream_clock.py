"""A source's own clock, told in ours. Time is an argument: nothing here reads a clock.

A source stamps its packets with a clock whose zero is anywhere and whose seconds are not quite ours. The clock
is anchored where the first packet arrived and from then on follows the source's stamps, which are even, rather
than the arrivals, which jitter; what the two clocks drift apart is taken back so slowly that nobody sees it.
"""

from typing import Final

from video.packets import TICKS_HZ

LARGEST_SLEW: Final = 0.005
"""At most this share of the time that passes is added or left out: half a percent of drift is followed."""

LONGEST_GAP: Final = 5 * TICKS_HZ
"""Ticks without a picture after which it is no longer the same recording; also how far the clocks may differ."""

_DEAD_BAND: Final = TICKS_HZ // 50
"""Ticks: less is jitter. Even stamps stay even as long as the clocks agree that well."""

_WINDOW: Final = 10 * TICKS_HZ
"""Ticks in which one packet, at least, arrives undelayed: that one tells the time."""

_SMALLEST_JUMP: Final = TICKS_HZ // 10
"""Ticks back that are a rounding or a sender's slip, and are made good here."""


class ClockJump(Exception):
    """The source's clock leapt, or left ours: what comes now does not go on from what came. Says why, for people."""


class StreamClock:
    """Maps the stamps of one source (ticks of its own clock) to ticks since the epoch.

    The pictures lead: they anchor the clock, show its drift and its jumps. After a `ClockJump` it is of no use.
    after: the last dts of the source's former clock. What lay with the camera while nobody listened may have
    happened before that, or ours was set back; by a few seconds that is made good here, and told in the end.
    """

    def __init__(self, after: int = 0) -> None:
        self._after = after
        self._offset: int | None = None
        self._last_dts = 0
        self._last_out = 0
        self._last_sound_out = 0
        self._skipped = False
        self._undelayed = 0  # arrival of a packet that nothing delayed, less its dts
        self._owed = 0  # what is still to be added to the offset, little by little
        self._window_began = 0
        self._least_apart: int | None = None

    def picture(self, pts: int, dts: int, arrived: int) -> tuple[int, int]:
        """(pts, dts) in ticks since the epoch for a packet of the picture; `dts` grows strictly, pts >= dts.

        arrived: ticks since the epoch. Raises `ClockJump`.
        """
        if self._offset is None:
            before = self._after + 1 - (dts + arrived - pts)
            early = before if 0 < before <= LONGEST_GAP else 0
            self._offset = arrived - pts + early
            self._undelayed = arrived - dts + early
            self._window_began = arrived
        else:
            step = dts - self._last_dts
            self._check(step)
            self._learn(arrived - dts - self._undelayed, arrived)
            self._slew(max(0, step))
        self._last_dts = dts
        self._last_out = max(dts + self._offset, self._last_out + 1)
        return max(pts + self._offset, self._last_out), self._last_out

    def sound(self, stamp: int, arrived: int) -> int | None:
        """Ticks since the epoch for a packet of the sound; strictly growing.

        None for one that is to be left out: before the first picture, again what was there, or off by seconds.
        """
        if self._offset is None:
            return None
        out = stamp + self._offset
        if abs(out - arrived) > LONGEST_GAP or out <= self._last_sound_out:
            return None
        self._last_sound_out = out
        return out

    def skip(self) -> None:
        """Packets were left out here: the next picture may be as much later as it likes."""
        self._skipped = True

    def _check(self, step: int) -> None:
        if step < -_SMALLEST_JUMP:
            raise ClockJump(f"its clock went back by {-step / TICKS_HZ:.1f} s")
        if step > LONGEST_GAP and not self._skipped:
            raise ClockJump(f"it sent nothing for {step / TICKS_HZ:.0f} s")
        self._skipped = False

    def _learn(self, apart: int, arrived: int) -> None:
        """Take note of how much later than its stamp says a packet came.

        Packets are late, never early: the least delay of a window is how far the clocks are apart.
        """
        least = apart if self._least_apart is None else min(apart, self._least_apart)
        self._least_apart = least
        if not 0 <= arrived - self._window_began < _WINDOW:
            self._owed = least if abs(least) > _DEAD_BAND else 0
            self._window_began, self._least_apart = arrived, None
        elif least < -_DEAD_BAND:
            self._owed = least
        if min(abs(apart), abs(self._owed)) > LONGEST_GAP:
            raise ClockJump(f"its clock is {abs(self._owed) / TICKS_HZ:.0f} s off")

    def _slew(self, passed: int) -> None:
        assert self._offset is not None
        most = int(passed * LARGEST_SLEW)
        now = max(-most, min(most, self._owed))
        self._owed -= now
        self._offset += now
        self._undelayed += now
        if self._least_apart is not None:
            self._least_apart -= now
