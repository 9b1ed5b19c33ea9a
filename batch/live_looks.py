"""How often live analysis looked around a moment, by what it left beside the recordings.

A live camera whose machine is busy drops frames; a run looks at all that it wants. Where the two tell a moment
otherwise, that is the first thing to know.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from db.segments import Segment
from deployments.kept_observations import kept
from pawsight.objects import ObjectStore

AROUND: Final = timedelta(seconds=2)


class LiveLooks:
    """Of recorded segments of a camera. Asked in the order of time, it reads beside each segment once."""

    def __init__(self, recorded: Sequence[Segment], data_dir: Path, objects: ObjectStore) -> None:
        """recorded: in the order of time."""
        self._recorded = recorded
        self._starts = [one.start_ts for one in recorded]
        self._data_dir, self._objects = data_dir, objects
        self._read: dict[int, list[datetime]] = {}

    async def per_s(self, at: datetime) -> float | None:
        """Frames that were looked at live, a second, within 2 s of a moment; None where nothing is recorded.

        Raises:
            ObjectStoreUnavailable: S3 is away.
        """
        start, end = at - AROUND, at + AROUND
        count, recorded = 0, timedelta()
        first = max(bisect_right(self._starts, start) - 1, 0)
        self._read = {index: times for index, times in self._read.items() if index >= first}
        for index in range(first, bisect_right(self._starts, end)):
            segment = self._recorded[index]
            overlap = min(end, segment.end_ts) - max(start, segment.start_ts)
            if overlap > timedelta():
                recorded += overlap
                count += sum(start <= one < end for one in await self._of(index))
        return round(count / recorded.total_seconds(), 2) if recorded else None

    async def _of(self, index: int) -> list[datetime]:
        if index not in self._read:
            segment = self._recorded[index]
            left = await kept(segment, segment.start_ts, segment.end_ts, self._data_dir, self._objects)
            self._read[index] = [one.at for one in left.seen]
        return self._read[index]
