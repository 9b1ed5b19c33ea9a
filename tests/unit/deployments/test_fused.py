"""Deployments in one process are asked as their handles are."""

from types import SimpleNamespace
from typing import Any

import pytest

from deployments.fused import Inside


class Model:
    def status(self) -> str:
        return "ready"

    async def detect(self, image: bytes, *, with_dogs: bool) -> tuple[bytes, bool]:
        return image, with_dogs

    async def fail(self) -> None:
        raise ValueError("no picture")


@pytest.fixture
def model() -> Inside:
    deployment: Any = SimpleNamespace(func_or_class=Model)
    return Inside(deployment)


async def test_methods_of_both_kinds_are_awaited(model: Inside) -> None:
    assert await model.status.remote() == "ready"
    assert await model.detect.remote(b"a picture", with_dogs=True) == (b"a picture", True)


async def test_what_a_method_raises_comes_as_it_is(model: Inside) -> None:
    with pytest.raises(ValueError, match="no picture"):
        await model.fail.remote()


def test_what_is_no_method_is_missed_at_once(model: Inside) -> None:
    with pytest.raises(AttributeError):
        _ = model.no_such_method
