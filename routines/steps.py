"""What a routine does: its steps, as the API takes them and as `routines.steps` keeps them."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from pawsight.messages import Wire

MOST_STEPS: Final = 10

OfCamera = Annotated[UUID | None, Field(description="null: every camera that is on")]


class NotifyStep(Wire):
    """Tell the owner something."""

    type: Literal["notify"]
    text: Annotated[str, Field(min_length=1, max_length=500, examples=["Time for a walk"])]


class SnapshotStep(Wire):
    """Keep the picture that a camera shows."""

    type: Literal["snapshot"]
    camera_id: OfCamera = None


class ClipStep(Wire):
    """Keep the last seconds of a camera."""

    type: Literal["clip"]
    camera_id: OfCamera = None
    seconds: Annotated[int, Field(ge=5, le=120, description="up to the moment of the run")] = 30


class SummaryStep(Wire):
    """Tell the owner what a day came to."""

    type: Literal["summary"]
    day: Annotated[Literal["today", "yesterday"], Field(description="in the owner's time zone")] = "today"


class CommandStep(Wire):
    """Have a robot do something; reported as unavailable while none is connected."""

    type: Literal["command"]
    command: Annotated[
        str, Field(min_length=1, max_length=100, pattern=r"^[a-z][a-z0-9_]*$", examples=["treat"])
    ]
    device_id: Annotated[UUID | None, Field(description="null: the robot that is connected")] = None
    parameters: dict[str, bool | int | float | str] = Field(default_factory=dict, max_length=20)


Step = Annotated[
    NotifyStep | SnapshotStep | ClipStep | SummaryStep | CommandStep, Field(discriminator="type")
]

Steps = Annotated[list[Step], Field(min_length=1, max_length=MOST_STEPS)]

_STEPS: Final[TypeAdapter[list[Step]]] = TypeAdapter(list[Step])


def parse_steps(kept: list[Any]) -> list[Step]:
    """Steps as they are kept.

    Raises:
        ValueError: they are none of this version's.
    """
    return _STEPS.validate_python(kept)


def keep_steps(steps: list[Step]) -> list[dict[str, Any]]:
    """Steps as they are to be kept: plain JSON."""
    return [step.model_dump(mode="json", by_alias=True) for step in steps]


class StepOutcome(Wire):
    """What became of a step. `unavailable`: what it needs is not there, and never was in this run."""

    index: Annotated[int, Field(ge=0)]
    type: str
    status: Literal["done", "failed", "unavailable"]
    detail: Annotated[str | None, Field(description="what came of it, or why nothing did")] = None
    ids: Annotated[
        list[UUID], Field(description="of the notification, snapshots, clips or command that came of it")
    ] = Field(default_factory=list)
    finished_at: str
