"""How training goes: how often a cue is answered, and how soon. Only cues that somebody tells of can be counted."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Response
from pydantic import Field, NonNegativeInt

from app.analytics import From, To
from app.auth import Reader
from app.errors import ApiError, documented
from app.resources import Held
from db import events, users
from metrics.day import Day, date_at, time_zone
from metrics.precision import wilson
from metrics.responses import CUE, CUES, Responses, responses_of
from pawsight.messages import Fraction, Wire

router = APIRouter(
    prefix="/api/analytics/training", tags=["analytics"], responses=documented(400, 401, 403, 503, 504)
)

MOST_DAYS: Final = 92
MOST_EVENTS: Final = 50_000
MONTH: Final = timedelta(days=27)


class CueProgress(Wire):
    """What became of a cue. A cue that the dog was following already when it was given does not count."""

    cue: str = Field(examples=["sit"])
    given: NonNegativeInt = Field(examples=[20])
    answered: Annotated[
        NonNegativeInt, Field(description="within 10 s, before it was repeated", examples=[16])
    ]
    already: NonNegativeInt = Field(examples=[3])
    response_rate: Annotated[
        Fraction | None, Field(description="answered / given; null: none was given", examples=[0.8])
    ]
    low: Annotated[Fraction, Field(description="of the 95 % interval (Wilson)", examples=[0.584])]
    high: Annotated[Fraction, Field(examples=[0.919])]
    median_latency_ms: Annotated[
        NonNegativeInt | None, Field(description="from the cue to what was seen", examples=[2400])
    ]


class TrainingProgress(Wire):
    """Cues between two days.

    Nobody hears cues yet: they are events of the type `cue` (`POST /api/events` with `{"cue": "sit"}`).
    """

    from_: Annotated[date, Field(alias="from")]
    to: date
    time_zone: str = Field(examples=["Europe/Berlin"])
    items: list[CueProgress]


@router.get("")
async def training_progress(
    principal: Reader, held: Held, response: Response, from_: From = None, to: To = None
) -> TrainingProgress:
    """How often each cue was answered, and how soon; over the last four weeks, unless you say otherwise."""
    response.headers["Cache-Control"] = "no-store"
    now = datetime.now(UTC)
    async with held.database.connection() as conn:
        name = await users.time_zone(conn, principal.user_id) or "UTC"
        zone = time_zone(name)
        last = to or date_at(now, zone)
        first = from_ or last - MONTH
        if not timedelta(0) <= last - first < timedelta(days=MOST_DAYS):
            raise ApiError(400, "INVALID_RANGE", f"From one day to {MOST_DAYS} of them, the first one first")
        start, end = Day.of(first, zone).start, Day.of(last, zone).end
        happened = await events.of_types(
            conn, principal.user_id, [CUE, *CUES], start, end, limit=MOST_EVENTS + 1
        )
    if len(happened) > MOST_EVENTS:
        raise ApiError(400, "INVALID_RANGE", "Too much happened between these days", "Ask for fewer of them")
    items = [_progress(one) for one in responses_of(happened, now)]
    return TrainingProgress(from_=first, to=last, time_zone=name, items=items)


def _progress(found: Responses) -> CueProgress:
    low, high = wilson(found.answered, found.given)
    return CueProgress(
        cue=found.cue,
        given=found.given,
        answered=found.answered,
        already=found.already,
        response_rate=round(found.answered / found.given, 3) if found.given else None,
        low=round(low, 3),
        high=round(high, 3),
        median_latency_ms=None if found.latency is None else round(found.latency.total_seconds() * 1000),
    )
