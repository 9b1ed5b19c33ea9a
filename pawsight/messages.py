"""The messages of `WS /ws`: one schema for the backend and, generated, for the web app.

Every message is one JSON object with `type`. Names are camelCase on the wire, times RFC 3339 in UTC,
boxes `{x, y, w, h}` of the top left corner as fractions of the frame.
"""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    TypeAdapter,
    field_serializer,
)
from pydantic.alias_generators import to_camel

from pawsight import models

SCHEMA_VERSION = 1

Fraction = Annotated[float, Field(ge=0, le=1)]


def rfc3339(moment: datetime) -> str:
    """A UTC time with milliseconds, as the wire writes it: `2025-10-24T10:30:00.000Z`."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Wire(BaseModel):
    """Whatever crosses the wire: camelCase names, frozen, nothing unknown."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        frozen=True,
        extra="forbid",
        # We always send every field, also one with a default: a generated client need not doubt it.
        json_schema_serialization_defaults_required=True,
    )


class Box(Wire):
    """A box by its top left corner; fractions of the frame."""

    x: Fraction
    y: Fraction
    w: Fraction
    h: Fraction


class Detected(Wire):
    """One subject or thing in one frame, as the contract's `Detection`, with the extra `trackId`."""

    class_name: str = Field(alias="class")
    confidence: Fraction
    box: Box
    track_id: int | None = None


class Keypoint(Wire):
    """A point of a dog that is likely seen; fractions of the frame."""

    name: str
    x: Fraction
    y: Fraction
    confidence: Fraction = Field(description="that it is seen, and is here")
    track_id: int | None = None


class Action(Wire):
    """What a dog does. source: whether a model was trained to say it, or a stated rule says so."""

    label: str
    probability: Fraction
    track_id: int | None = None
    source: Literal["trained", "rule"]


class Event(Wire):
    """Something that happened, as the `events` table keeps it.

    What lasts is told twice, with one `id` and `ts`: the second time `data` has `endTs` (RFC 3339) and `durationMs`.
    """

    id: UUID
    ts: AwareDatetime
    type: str = Field(min_length=1, max_length=100, pattern=r"^[a-z][a-z0-9_]*$")
    data: dict[str, Any] = Field(default_factory=dict)
    video_ts_ms: NonNegativeInt | None = None

    @property
    def ended(self) -> bool:
        """Whether it tells of its end: then it stands for the same event without one."""
        return "endTs" in self.data

    @field_serializer("ts")
    def _ts(self, ts: datetime) -> str:
        return rfc3339(ts)


class Hello(Wire):
    """The first message of a connection."""

    type: Literal["hello"] = "hello"
    version: int = SCHEMA_VERSION
    server_time: AwareDatetime
    user_id: UUID

    @field_serializer("server_time")
    def _server_time(self, moment: datetime) -> str:
        return rfc3339(moment)


class FrameMessage(Wire):
    """What was seen in one frame. `seq` grows with the camera's frames; a gap means skipped frames."""

    type: Literal["frame"] = "frame"
    camera_id: UUID
    seq: NonNegativeInt
    capture_ts: AwareDatetime
    detections: list[Detected]
    objects: list[Detected]
    keypoints: list[Keypoint]
    actions: list[Action]
    latency_ms: float = Field(ge=0, description="from capture to this message")

    @field_serializer("capture_ts")
    def _capture_ts(self, moment: datetime) -> str:
        return rfc3339(moment)


class EventMessage(Wire):
    """An event that just happened; it is stored, or waits in the spool on disk."""

    type: Literal["event"] = "event"
    event: Event


class NotificationMessage(Wire):
    """Something the owner should know; `code` is stable, `text` is for people."""

    type: Literal["notification"] = "notification"
    level: Literal["info", "warning", "error"]
    code: str
    text: str
    camera_id: UUID | None = None
    id: UUID | None = Field(None, description="of what is kept to be read; null: it is told this once")


class JobMessage(Wire):
    """How far a job is, or what became of it. A clip has the id of its job."""

    type: Literal["job"] = "job"
    id: UUID
    kind: str
    status: Literal["queued", "processing", "complete", "failed"]
    progress: Fraction
    error: str | None = None
    error_code: str | None = None
    clip_id: UUID | None = None


class SoundLabel(Wire):
    """What a window of sound may be, and how likely that is."""

    label: str
    probability: Fraction


class SoundMessage(Wire):
    """What about a second of a camera's sound is like. Windows overlap by half: one begins in the one before."""

    type: Literal["sound"] = "sound"
    camera_id: UUID
    at: AwareDatetime = Field(description="when it began")
    duration_ms: int = Field(gt=0)
    top: list[SoundLabel] = Field(description="the five likeliest, the likeliest first")

    @field_serializer("at")
    def _at(self, moment: datetime) -> str:
        return rfc3339(moment)


class TelemetryMessage(Wire):
    """How a robot is now. joints: rad; temperatures: °C of its servos; battery: null when it has none."""

    type: Literal["telemetry"] = "telemetry"
    device_id: UUID
    at: AwareDatetime
    joints: dict[str, float]
    temperatures: dict[str, float]
    battery: Fraction | None

    @field_serializer("at")
    def _at(self, moment: datetime) -> str:
        return rfc3339(moment)


class ModelMessage(Wire):
    """A step that was taken with a model, by somebody or by the system itself; `model` is NAME@VERSION."""

    type: Literal["model"] = "model"
    model_type: models.ModelType
    action: models.Action
    model: str
    instead_of: str | None = None
    reason: str | None = None
    at: AwareDatetime

    @field_serializer("at")
    def _at(self, moment: datetime) -> str:
        return rfc3339(moment)


Message = Annotated[
    Hello
    | FrameMessage
    | EventMessage
    | NotificationMessage
    | JobMessage
    | SoundMessage
    | TelemetryMessage
    | ModelMessage,
    Field(discriminator="type"),
]

MESSAGES: TypeAdapter[Message] = TypeAdapter(Message)
