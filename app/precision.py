"""How often are we right? By type of event, in this home, as far as its owner has said so."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field, NonNegativeInt

from app.auth import Reader
from app.errors import documented
from app.paging import Page
from app.resources import Held
from db import corrections
from metrics.precision import wilson
from pawsight.messages import Fraction, Wire

router = APIRouter(
    prefix="/api/analytics/precision", tags=["analytics"], responses=documented(400, 401, 403, 503, 504)
)


class Precision(Wire):
    """How often events of a type were what we told.

    Only events that somebody judged count. Who corrects more than she confirms makes it look worse than it is.
    """

    type: str = Field(examples=["sit"])
    confirmed: NonNegativeInt = Field(examples=[18])
    corrected: Annotated[NonNegativeInt, Field(description="it was something else, or nothing", examples=[2])]
    precision: Annotated[Fraction, Field(description="confirmed / (confirmed + corrected)", examples=[0.9])]
    low: Annotated[Fraction, Field(description="of the 95 % interval (Wilson)", examples=[0.699])]
    high: Annotated[Fraction, Field(examples=[0.972])]


@router.get("")
async def list_precision(principal: Reader, held: Held, response: Response) -> Page[Precision]:
    """Each type of event that you confirmed or corrected one of, by its name."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        found = await corrections.judged(conn, principal.user_id)
    return Page[Precision](items=[_precision(*one) for one in found], next_cursor=None)


def _precision(event_type: str, confirmed: int, judged: int) -> Precision:
    low, high = wilson(confirmed, judged)
    return Precision(
        type=event_type,
        confirmed=confirmed,
        corrected=judged - confirmed,
        precision=round(confirmed / judged, 3),
        low=round(low, 3),
        high=round(high, 3),
    )
