"""Pictures through the models of a running system, by gRPC.

    from pawsight.client import VisionClient

    with VisionClient.here() as vision:
        answer = vision.process(Path("garden.jpg").read_bytes(), models=["detector", "pose"])
        for answer in vision.process_all(path.read_bytes() for path in paths):
            ...

Answers are the messages of `pawsight/rpc/vision.proto`.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Self, cast

import grpc

from pawsight.client.here import address_and_token
from pawsight.client.told import ApiRefused
from pawsight.rpc.vision_pb2 import Error, ProcessRequest, ProcessResponse, StreamResponse
from pawsight.rpc.vision_pb2_grpc import VisionStub

TIMEOUT_S: Final = 30.0
DETECTOR: Final = ("detector",)
UNANSWERED: Final = 16
"""Frames of a stream that are sent ahead of their answers: twice those that the system looks at at once."""


class VisionClient:
    """A signed-in client of `pawsight.v1.Vision`. Threads may share it."""

    def __init__(self, address: str, token: str, *, secure: bool = False) -> None:
        """address: HOST:PORT. token: with the scope `read`. secure: by TLS, where a proxy before the system has it."""
        self._channel = (
            grpc.secure_channel(address, grpc.ssl_channel_credentials())
            if secure
            else grpc.insecure_channel(address)
        )
        self._stub: Any = VisionStub(self._channel)  # type: ignore[no-untyped-call]
        self._metadata = [("authorization", f"Bearer {token}"), ("application", "web")]

    @classmethod
    def here(cls, data_dir: str | Path = "data") -> Self:
        """The system that `PAWSIGHT_GRPC` and `PAWSIGHT_TOKEN` name, else the one that runs on this data folder.

        Raises:
            FileNotFoundError: neither is there.
        """
        return cls(*address_and_token("grpc", data_dir))

    def process(
        self, frame: bytes, *, models: Iterable[str] = DETECTOR, timestamp: float | None = None
    ) -> ProcessResponse:
        """See one picture (JPEG, PNG or WebP). timestamp: ms since the epoch; now when left out.

        Raises:
            ApiRefused: it was refused, or nobody answers.
        """
        try:
            answer = self._stub.Process(
                _request(frame, models, timestamp), metadata=self._metadata, timeout=TIMEOUT_S
            )
        except grpc.RpcError as error:
            raise _refusal(error) from error
        return cast("ProcessResponse", answer)

    def process_all(
        self, frames: Iterable[bytes], *, models: Iterable[str] = DETECTOR
    ) -> Iterator[ProcessResponse | ApiRefused]:
        """See many pictures: the answer to each, in their order; a picture that was refused has its refusal.

        The next frames are taken as the system has room, in another thread; `UNANSWERED` are on their way at most, so
        that whoever takes answers slowly, or not at all for a while, loses nothing.

        Raises:
            ApiRefused: the whole stream was refused, or ended before its last answer.
        """
        named = tuple(models)
        room, over = threading.Semaphore(UNANSWERED - 1), threading.Event()

        def requests() -> Iterator[ProcessRequest]:
            for frame in frames:
                yield _request(frame, named, None)
                room.acquire()
                if over.is_set():
                    return

        call = self._stub.ProcessStream(requests(), metadata=self._metadata)
        try:
            for answer in call:
                room.release()
                yield _outcome(answer)
        except grpc.RpcError as error:
            raise _refusal(error) from error
        finally:
            over.set()
            room.release()
            call.cancel()

    def close(self) -> None:
        """Close its connection."""
        self._channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _request(frame: bytes, models: Iterable[str], timestamp: float | None) -> ProcessRequest:
    at = time.time() * 1000 if timestamp is None else timestamp
    return ProcessRequest(frame=frame, timestamp=at, enabled_models=models)


def _outcome(answer: StreamResponse) -> ProcessResponse | ApiRefused:
    if answer.HasField("error"):
        return _told(0, answer.error)
    return answer.response


def _refusal(error: Any) -> ApiRefused:
    """What gRPC says, in the system's own words where it has said some."""
    status: int = error.code().value[0]
    said = dict(error.trailing_metadata() or ()).get("error-bin")
    if said is None:
        return ApiRefused(status, error.code().name, "The call failed", error.details())
    return _told(status, Error.FromString(said))


def _told(status: int, error: Error) -> ApiRefused:
    return ApiRefused(status, error.code, error.message, error.details or None)
