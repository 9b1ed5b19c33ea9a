"""Every error of the rooms below leaves as the contract's envelope."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from fastapi import FastAPI
from ray.exceptions import RayTaskError
from starlette.testclient import TestClient

from app import errors
from app.errors import REPLIES, ApiError
from db.errors import ConstraintViolated, DatabaseError
from deployments.model_errors import ModelError
from hearing.errors import AudioError
from video.errors import ClipError, PeerError
from vision.image import ImageError, ImageTooLarge


def _subclasses(kind: type[Exception]) -> Iterator[type[Exception]]:
    for child in kind.__subclasses__():
        yield child
        yield from _subclasses(child)


@pytest.mark.parametrize("kind", [AudioError, ClipError, DatabaseError, ImageError, ModelError, PeerError])
def test_no_error_of_the_layer_below_is_unmapped(kind: type[Exception]) -> None:
    rooms = ("db", "deployments", "hearing", "video", "vision")
    ours = [one for one in _subclasses(kind) if one.__module__.split(".")[0] in rooms]

    assert ours
    assert all(any(mapped in one.__mro__ for mapped in REPLIES) for one in ours)


def _answer(error: Exception) -> tuple[int, dict[str, str]]:
    api = FastAPI()
    errors.install(api)

    @api.get("/")
    async def fail() -> None:
        raise error

    response = TestClient(api, raise_server_exceptions=False).get("/")
    return response.status_code, response.json()["error"]


def test_an_endpoints_refusal_keeps_its_status_code_and_details() -> None:
    status, body = _answer(ApiError(404, "CAMERA_NOT_FOUND", "There is no such camera", "it was deleted"))

    assert status == 404
    assert body["code"] == "CAMERA_NOT_FOUND"
    assert body["details"] == "it was deleted"
    assert datetime.fromisoformat(body["timestamp"]).tzinfo is not None


def test_an_error_that_a_replica_raised_is_told_as_if_it_were_ours() -> None:
    cause = ImageTooLarge("25 megapixels")
    wrapped = RayTaskError("process", "Traceback ...", cause).as_instanceof_cause()

    status, body = _answer(wrapped)

    assert (status, body["code"]) == (413, "IMAGE_TOO_LARGE")


def test_an_unexpected_error_tells_nothing_of_our_insides() -> None:
    status, body = _answer(ZeroDivisionError("secret path"))

    assert (status, body["code"]) == (500, "INTERNAL_ERROR")
    assert "secret" not in str(body)


def test_a_constraint_that_is_violated_is_the_callers_mistake() -> None:
    assert REPLIES[ConstraintViolated][0] == 400
