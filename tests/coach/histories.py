"""Days of a dog, made up by chance and the same for each number: what a coach is asked about."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from coaching.behaviours import BEHAVIOURS
from coaching.digest import ClipRef, Digest, Moment

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
PERIODS = (
    ("in the last hour", timedelta(hours=1)),
    ("today", timedelta(hours=13)),
    ("in this session", timedelta(minutes=45)),
    ("this week", timedelta(days=5)),
)
NOTES = ("first time on the couch", "new ball", "the postman came", "visitors at the door", "so proud of him")


def history(number: int) -> Digest:
    """One of as many histories as there are numbers."""
    chance = random.Random(number)
    period, length = chance.choice(PERIODS)
    end = NOON + timedelta(minutes=chance.randrange(60 * 24 * 30))
    kinds = chance.sample(sorted(BEHAVIOURS), chance.randrange(0, 8))
    moments = sorted(
        (
            Moment(
                UUID(int=chance.getrandbits(128), version=4),
                end - chance.random() * length,
                chance.choice(kinds),
                chance.choice((None, round(chance.uniform(0.5, 60), 1))),
                chance.choice(NOTES) if chance.random() < 0.1 else None,
            )
            for _ in range(chance.randrange(60) if kinds else 0)
        ),
        key=lambda one: one.at,
        reverse=True,
    )
    clips = tuple(
        ClipRef(
            UUID(int=chance.getrandbits(128), version=4),
            end - chance.random() * length * 1.5,
            timedelta(seconds=chance.uniform(5, 60)),
            ("bark",) if chance.random() < 0.5 else (),
        )
        for _ in range(chance.randrange(8))
    )
    return Digest(
        start=end - length,
        end=end,
        zone=BERLIN,
        period=period,
        counts=Counter(one.type for one in moments),
        minutes_in_frame=chance.randrange(int(length.total_seconds() // 60)) if moments else 0,
        calm_minutes=chance.randrange(30) if "calm" in kinds else 0,
        before=chance.choice((None, {kind: chance.randrange(20) for kind in kinds})),
        moments=tuple(moments),
        clips=clips,
    )
