"""What a robot may say, and what it may be told."""

import json

import pytest
from pydantic import ValidationError

from pawsight.ids import new_id
from robot.protocol import FROM_ROBOT, Capability, Hello, Parameter, ParameterRefused
from robot.simulator import CAPABILITIES

WALK = Capability(
    name="walk",
    parameters={
        "metres": Parameter(type="number", required=True, minimum=0.1, maximum=5),
        "steps": Parameter(type="integer", minimum=1),
        "gait": Parameter(type="string", choices=["trot", "walk"]),
        "backwards": Parameter(type="boolean"),
    },
)


@pytest.mark.parametrize(
    "given",
    [
        {"metres": 1},
        {"metres": 0.1, "steps": 3, "gait": "trot", "backwards": True},
        {"metres": 5.0},
    ],
)
def test_what_a_capability_takes_passes(given: dict[str, object]) -> None:
    WALK.check(given)


@pytest.mark.parametrize(
    ("given", "about"),
    [
        ({}, "needs `metres`"),
        ({"metres": 1, "colour": "red"}, "takes no `colour`"),
        ({"metres": "1"}, "number"),
        ({"metres": True}, "number"),
        ({"metres": float("nan")}, "between"),
        ({"metres": 6}, "between 0.1 and 5"),
        ({"metres": 1, "steps": 1.5}, "integer"),
        ({"metres": 1, "steps": 0}, "between 1 and inf"),
        ({"metres": 1, "gait": "fly"}, "one of trot, walk"),
        ({"metres": 1, "backwards": 1}, "boolean"),
    ],
)
def test_what_it_does_not_take_is_refused_with_its_reason(given: dict[str, object], about: str) -> None:
    with pytest.raises(ParameterRefused, match=about):
        WALK.check(given)


def test_a_hello_is_read_back_as_it_was_sent() -> None:
    hello = Hello(capabilities=CAPABILITIES)

    assert FROM_ROBOT.validate_json(hello.model_dump_json(by_alias=True)) == hello


@pytest.mark.parametrize(
    "message",
    [
        {"type": "hello", "version": 2, "capabilities": []},
        {"type": "hello", "capabilities": [{"name": "a"}, {"name": "a"}]},
        {"type": "hello", "capabilities": [{"name": "Treat; DROP TABLE"}]},
        {"type": "telemetry", "at": "2026-03-02T12:00:00"},
        {"type": "telemetry", "at": "2026-03-02T12:00:00Z", "battery": 1.5},
        {"type": "telemetry", "at": "2026-03-02T12:00:00Z", "joints": {f"j{n}": 0 for n in range(65)}},
        {"type": "result", "commandId": str(new_id()), "ok": False},
        {"type": "command"},
        {"type": "alive", "more": 1},
    ],
)
def test_what_is_not_in_the_protocol_is_not_understood(message: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        FROM_ROBOT.validate_json(json.dumps(message))
