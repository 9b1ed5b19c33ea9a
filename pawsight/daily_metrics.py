"""What a day came to, as the database keeps it and as the wire tells it."""

from datetime import date, datetime
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, NonNegativeInt, field_serializer

from pawsight.messages import Wire, rfc3339

Hour = Annotated[int, Field(ge=0, le=23, description="on the owner's clock")]


class DayMetrics(Wire):
    """Counts and minutes of one day, or of several.

    Counts are of what began on that day, as each camera saw it: who sits before two cameras sits twice. Minutes are
    whole; what two cameras or two dogs share counts once.
    """

    sit_count: NonNegativeInt = 0
    stand_count: NonNegativeInt = 0
    lie_count: NonNegativeInt = 0
    fetch_count: NonNegativeInt = 0
    fetch_success_count: NonNegativeInt = 0
    treats_dispensed: Annotated[NonNegativeInt, Field(description="events of the type `treat`")] = 0
    time_in_frame_min: Annotated[
        NonNegativeInt, Field(description="with any dog in the picture of any camera")
    ] = 0
    barks: Annotated[
        NonNegativeInt, Field(description="outbursts, of which a `bark` event may have many")
    ] = 0
    howls: NonNegativeInt = 0
    whines: NonNegativeInt = 0
    calm_minutes: Annotated[
        NonNegativeInt, Field(description="with a dog that was calm, once it has ended")
    ] = 0


class StoredDay(DayMetrics):
    """A day of `ai_metrics_daily`."""

    date: Annotated[date, Field(description="a calendar day in the owner's time zone")]
    updated_at: Annotated[AwareDatetime, Field(description="when it was counted last")]

    @field_serializer("updated_at")
    def _updated_at(self, moment: datetime) -> str:
        return rfc3339(moment)


class HourActivity(Wire):
    """One hour of a day: how many events began, and seconds with a dog in some picture."""

    hour: Hour
    events: NonNegativeInt
    in_frame_s: NonNegativeInt


METRICS: Final[tuple[str, ...]] = tuple(DayMetrics.model_fields)
"""The columns of `ai_metrics_daily` that are counted."""
