"""Which moments and clips an answer points at. No model has a say in it."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from coaching.behaviours import BEHAVIOURS
from coaching.digest import ClipRef, Digest, Moment

MOST_MOMENTS = 10
MOST_CLIPS = 5

WEIGHTS = {
    "fetch_success": 4.0,
    "play_bow": 3.0,
    "fetch": 2.0,
    "growl": 3.0,
    "howl": 3.0,
    "bark": 2.0,
    "whine": 2.0,
}
"""How telling a moment is; what comes all day long tells little."""


def relevant(digest: Digest, asked: Collection[str]) -> list[Moment]:
    """The moments of what was asked for, the newest first; the most telling ones when nothing was named."""
    if asked:
        return [one for one in digest.moments if one.type in asked][:MOST_MOMENTS]
    chosen = sorted(digest.moments, key=lambda one: (-_weight(one.type), -one.at.timestamp()))[
        : MOST_MOMENTS // 2
    ]
    return sorted(chosen, key=lambda one: one.at, reverse=True)


def milliseconds(moments: Collection[Moment]) -> list[int]:
    """When they were, since the epoch, as the wire has it."""
    return [int(one.at.timestamp() * 1000) for one in moments]


def highlights(digest: Digest, asked: Collection[str] = ()) -> list[UUID]:
    """Clips that show something of the digest, the most telling first."""
    scored = []
    for clip in digest.clips:
        if clip.end <= digest.start or clip.start >= digest.end:
            continue
        score = sum(
            _weight(one.type)
            for one in digest.moments
            if _shows(clip, one) and (not asked or one.type in asked)
        )
        if score or not asked:
            scored.append((-score, -clip.start.timestamp(), clip.id))
    return [clip_id for _, _, clip_id in sorted(scored, key=lambda one: one[:2])[:MOST_CLIPS]]


def _shows(clip: ClipRef, moment: Moment) -> bool:
    return clip.start - timedelta(seconds=1) <= moment.at < clip.end


def _weight(kind: str) -> float:
    return WEIGHTS.get(kind, 1.0 if kind in BEHAVIOURS else 0.5)
