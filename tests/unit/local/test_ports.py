"""Which ports the launcher takes while other programs have some."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.run import Launcher
from local.service import ServerError
from pawsight.settings import Settings


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def launcher(config: Settings) -> Launcher:
    return Launcher(config, Path("serve_config.yaml"), None)


@pytest.mark.parametrize("name", ["port", "grpc_port"])
def test_a_port_that_was_asked_for_and_is_taken_is_told(name: str, taken: int) -> None:
    given = {"port": 0, "grpc_port": 0, name: taken}

    with pytest.raises(ServerError, match=f"choose another with PAWSIGHT_{name.upper()}"):
        launcher(Settings(**given))._take_ports()  # type: ignore[arg-type]


def test_nobody_is_kept_from_starting_by_a_port_of_grpc_that_was_not_asked_for(
    taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    default = Settings(port=0).model_copy(update={"grpc_port": taken})
    default.model_fields_set.discard("grpc_port")
    starting = launcher(default)
    starting._take_ports()

    assert starting._grpc_port not in (0, taken)
    assert f"gRPC is at 127.0.0.1:{starting._grpc_port}" in capsys.readouterr().out
