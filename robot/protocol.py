"""What a robot and we say to each other over `WS /ws/device`: one JSON object a message, names in camelCase.

    robot                                       we
    hello {version, capabilities}        ->
                                         <-     welcome {deviceId, name, aliveEveryS}
    telemetry {...}, alive {}            ->                                            at least every `aliveEveryS`
                                         <-     command {commandId, name, parameters, timeoutS}
    result {commandId, ok, error, data}  ->

A robot does a command once: one whose `commandId` it has had is answered with the result of the first time. It says how
it went when it is over, not when it begins. Who sends what is not in here is disconnected.
"""

import math
from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, TypeAdapter, field_serializer, field_validator, model_validator

from pawsight.messages import Wire, rfc3339

VERSION: Final = 1
ALIVE_EVERY_S: Final = 5.0
LONGEST_MESSAGE: Final = 64_000
"""Characters."""

Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[a-z][a-z0-9_]*$")]
Value = bool | int | float | str
Parameters = Annotated[dict[Name, Value], Field(max_length=20)]
Readings = Annotated[dict[Name, Annotated[float, Field(allow_inf_nan=False)]], Field(max_length=64)]


class ParameterRefused(ValueError):
    """A parameter that a capability does not take; the message says which, and what it would take."""


class Parameter(Wire):
    """What a command may be told. minimum, maximum: of a number, inclusive."""

    type: Literal["number", "integer", "string", "boolean"]
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: Annotated[list[str] | None, Field(max_length=50, description="of a string")] = None
    unit: Annotated[str | None, Field(max_length=20, examples=["m/s"])] = None


class Capability(Wire):
    """Something that a robot can be told to do."""

    name: Annotated[Name, Field(examples=["treat"])]
    about: Annotated[str, Field(max_length=200, examples=["Gives a treat"])] = ""
    parameters: dict[Name, Parameter] = Field(default_factory=dict, max_length=20)

    def check(self, given: dict[str, Any]) -> None:
        """Let parameters pass that this takes.

        Raises:
            ParameterRefused: one is missing, unknown, or none that this takes.
        """
        unknown = given.keys() - self.parameters.keys()
        if unknown:
            raise ParameterRefused(f"`{self.name}` takes no `{min(unknown)}`")
        for name, parameter in self.parameters.items():
            if name in given:
                _check(name, given[name], parameter)
            elif parameter.required:
                raise ParameterRefused(f"`{self.name}` needs `{name}`")


def _check(name: str, value: Any, parameter: Parameter) -> None:
    fits = {
        "boolean": isinstance(value, bool),
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "number": isinstance(value, int | float) and not isinstance(value, bool),
        "string": isinstance(value, str) and len(value) <= 500,
    }[parameter.type]
    if not fits:
        raise ParameterRefused(f"`{name}` is a {parameter.type}")
    if parameter.choices is not None and value not in parameter.choices:
        raise ParameterRefused(f"`{name}` is one of {', '.join(parameter.choices)}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        low = -math.inf if parameter.minimum is None else parameter.minimum
        high = math.inf if parameter.maximum is None else parameter.maximum
        if not low <= value <= high:
            raise ParameterRefused(f"`{name}` is between {low:g} and {high:g}")


class Hello(Wire):
    """A robot's first message: what it can do. It is asked for nothing else."""

    type: Literal["hello"] = "hello"
    version: Literal[1] = 1
    capabilities: Annotated[list[Capability], Field(max_length=50)]

    @field_validator("capabilities")
    @classmethod
    def _each_once(cls, given: list[Capability]) -> list[Capability]:
        if len({one.name for one in given}) < len(given):
            raise ValueError("each capability has a name of its own")
        return given


class Telemetry(Wire):
    """How a robot is now. joints: rad; temperatures: °C of its servos; battery: 0..1."""

    type: Literal["telemetry"] = "telemetry"
    at: AwareDatetime
    joints: Readings = Field(default_factory=dict)
    temperatures: Readings = Field(default_factory=dict)
    battery: Annotated[float | None, Field(ge=0, le=1)] = None

    @field_serializer("at")
    def _at(self, moment: datetime) -> str:
        return rfc3339(moment)


class Alive(Wire):
    """Nothing new, but the robot is there."""

    type: Literal["alive"] = "alive"


class Result(Wire):
    """How a command went. data: what the robot has to say of it."""

    type: Literal["result"] = "result"
    command_id: UUID
    ok: bool
    error: Annotated[str | None, Field(max_length=500, description="why it did not work")] = None
    data: Annotated[dict[Name, Value | None], Field(max_length=20)] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if not self.ok and not self.error:
            raise ValueError("say why it did not work")
        return self


class Welcome(Wire):
    """Our answer to a hello."""

    type: Literal["welcome"] = "welcome"
    device_id: UUID
    name: str
    alive_every_s: float = ALIVE_EVERY_S


class Command(Wire):
    """Do this now."""

    type: Literal["command"] = "command"
    command_id: UUID
    name: Name
    parameters: Parameters
    timeout_s: Annotated[float, Field(gt=0, description="after it nobody waits for the result")]


FromRobot = Annotated[Hello | Telemetry | Alive | Result, Field(discriminator="type")]
ToRobot = Annotated[Welcome | Command, Field(discriminator="type")]

FROM_ROBOT: Final[TypeAdapter[Hello | Telemetry | Alive | Result]] = TypeAdapter(FromRobot)
TO_ROBOT: Final[TypeAdapter[Welcome | Command]] = TypeAdapter(ToRobot)
