"""The vision contract by gRPC beside HTTP: the same answers and refusals, tokens out of a real database.

`tests/e2e/test_grpc.py` has it through Serve and HAProxy.
"""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import grpc
import pytest
from google.protobuf.json_format import MessageToDict
from ray.exceptions import RayError
from ray.serve.grpc_util import RayServegRPCContext

from app import vision, vision_rpc
from app.errors import REPLIES
from app.vision import EXAMPLE, ProcessResponse
from app.vision_rpc import AT_ONCE, MOST_STREAMS, STATUS, as_message, process, process_stream
from deployments.vision import ProcessResult
from pawsight.rpc.vision_pb2 import Error, ProcessRequest, StreamResponse
from tests.integration.app.conftest import TOKEN, Door
from vision.detection import Detection
from vision.image import ImageUndecodable

DOG = Detection("dog", 0.9, (0.1, 0.2, 0.3, 0.4))
BROKEN = b"broken"


def call(token: str | None = TOKEN, peer: str = "ipv4:127.0.0.1:4000") -> RayServegRPCContext:
    """What Serve knows of a call."""
    metadata = [] if token is None else [("authorization", f"Bearer {token}")]
    return RayServegRPCContext(
        SimpleNamespace(
            auth_context=dict,
            code=lambda: None,
            details=lambda: None,
            invocation_metadata=lambda: metadata,
            peer=lambda: peer,
            peer_identities=lambda: None,
            peer_identity_key=lambda: None,
            trailing_metadata=list,
        )
    )


def request(frame: bytes = b"a picture", **more: Any) -> ProcessRequest:
    return ProcessRequest(**{"frame": frame, "timestamp": 1.7e12, "enabled_models": ["detector"], **more})


def refusal(context: RayServegRPCContext) -> tuple[grpc.StatusCode, str]:
    """Status and code of a call that was refused."""
    trailing: dict[str, Any] = dict(context.trailing_metadata())
    assert Error.FromString(trailing["error-bin"]).code == trailing["error-code"]
    return context.code(), trailing["error-code"]


class Pipeline:
    """Stands for the vision application."""

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, list[str]]] = []
        self.fails_with: Exception | None = None
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self._came = asyncio.Semaphore(0)

    async def process(self, image: bytes, models: list[str], timeout_s: float) -> ProcessResult:
        self.asked.append((image, models))
        self._came.release()
        await self.may_answer.wait()
        if image == BROKEN:
            raise ImageUndecodable("no picture")
        if self.fails_with is not None:
            raise self.fails_with
        return ProcessResult([DOG])

    async def was_asked(self, times: int) -> None:
        """Return once it was asked so often."""
        async with asyncio.timeout(30):
            for _ in range(times):
                await self._came.acquire()


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    pipeline = Pipeline()
    handle = SimpleNamespace(process=SimpleNamespace(remote=pipeline.process))

    async def application(_: str) -> SimpleNamespace:
        return handle

    monkeypatch.setattr(vision, "application", application)
    return pipeline


async def sent(*frames: bytes, taken: list[int] | None = None) -> AsyncIterator[ProcessRequest]:
    for number, frame in enumerate(frames):
        if taken is not None:
            taken.append(number)
        yield request(frame)


async def answers(
    door: Door, context: RayServegRPCContext, requests: AsyncIterator[ProcessRequest]
) -> list[StreamResponse]:
    return [one async for one in process_stream(door.resources, requests, context)]


def test_what_grpc_answers_is_the_json_of_http() -> None:
    answer = as_message(ProcessResponse.model_validate(EXAMPLE))

    told = ProcessResponse.model_validate(MessageToDict(answer))
    assert told.model_dump(by_alias=True) == EXAMPLE


def test_each_status_of_http_that_a_picture_may_have_is_one_of_grpc() -> None:
    assert {status for status, _, _ in REPLIES.values()} - {404, 409} <= set(STATUS)


async def test_a_picture_is_seen_by_the_models_that_are_named(door: Door, pipeline: Pipeline) -> None:
    context = call()
    answer = await process(door.resources, request(), context)

    assert context.code() is None
    assert [one.class_name for one in answer.detections] == ["dog"]
    assert answer.detections[0].track_id == 1
    assert pipeline.asked == [(b"a picture", ["detector"])]


async def test_models_that_are_away_leave_lists_empty(door: Door, pipeline: Pipeline) -> None:
    pipeline.fails_with = RayError("gone")
    context = call()
    answer = await process(door.resources, request(), context)

    assert (context.code(), len(answer.detections)) == (None, 0)


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        (request(b""), grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST"),
        (request(timestamp=-1), grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST"),
        (request(timestamp=float("nan")), grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST"),
        (request(enabled_models=["horse"]), grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST"),
        (request(enabled_models=["pose"] * 17), grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST"),
        (request(bytes(10_000_001)), grpc.StatusCode.RESOURCE_EXHAUSTED, "IMAGE_TOO_LARGE"),
        (request(BROKEN), grpc.StatusCode.INVALID_ARGUMENT, "IMAGE_UNDECODABLE"),
    ],
    ids=["empty", "before 1970", "no time", "no model of ours", "too many models", "too large", "no picture"],
)
async def test_what_http_refuses_is_refused(
    asked: ProcessRequest, status: grpc.StatusCode, code: str, door: Door, pipeline: Pipeline
) -> None:
    context = call()
    await process(door.resources, asked, context)

    assert refusal(context) == (status, code)


@pytest.mark.parametrize(
    "told",
    ["é", "YWJ", "YW=j", "YWJj\n", "-_-_"],
    ids=["not ASCII", "cut off", "padded inside", "line", "for URLs"],
)
async def test_what_is_no_base64_is_said_to_be_none(told: str, door: Door, pipeline: Pipeline) -> None:
    body = {"frameBase64": told, "timestamp": 1.7e12, "enabledModels": ["detector"]}
    answer = await door.client.post("/vision/process", json=body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "INVALID_BASE64")
    assert pipeline.asked == []


async def test_a_mistake_of_ours_tells_nothing_of_our_insides(door: Door, pipeline: Pipeline) -> None:
    pipeline.fails_with = ZeroDivisionError("secret path")
    context = call()
    await process(door.resources, request(), context)

    assert refusal(context) == (grpc.StatusCode.INTERNAL, "INTERNAL_ERROR")
    assert "secret" not in str(context.trailing_metadata()) + context.details()


@pytest.mark.parametrize("token", [None, "", "a stranger's"])
async def test_nobody_is_seen_without_a_token(token: str | None, door: Door, pipeline: Pipeline) -> None:
    one, many = call(token), call(token)
    await process(door.resources, request(), one)

    assert await answers(door, many, sent(b"a picture")) == []
    assert refusal(one) == refusal(many) == (grpc.StatusCode.UNAUTHENTICATED, "NOT_SIGNED_IN")
    assert pipeline.asked == []


async def new_token(door: Door, *scopes: str) -> dict[str, Any]:
    made = await door.client.post("/api/auth/tokens", json={"name": "a program", "scopes": list(scopes)})
    answer: dict[str, Any] = made.json()
    return answer


async def test_a_token_needs_the_scope(door: Door, pipeline: Pipeline) -> None:
    token = (await new_token(door, "models"))["token"]
    context = call(token)
    await process(door.resources, request(), context)

    assert refusal(context) == (grpc.StatusCode.PERMISSION_DENIED, "SCOPE_MISSING")


@pytest.mark.parametrize("peer", ["ipv4:192.168.1.7:4000", "ipv6:%5B2001:db8::7%5D:4000", "ipv6:[fe80::1]:4"])
async def test_who_goes_around_the_front_door_is_refused(peer: str, door: Door, pipeline: Pipeline) -> None:
    context = call(peer=peer)
    await process(door.resources, request(), context)

    assert refusal(context) == (grpc.StatusCode.PERMISSION_DENIED, "LOOPBACK_ONLY")


@pytest.mark.parametrize("peer", ["ipv4:127.0.0.2:4000", "ipv6:%5B::1%5D:4000", "ipv6:[::1]:4000"])
async def test_who_is_on_this_machine_is_served(peer: str, door: Door, pipeline: Pipeline) -> None:
    context = call(peer=peer)
    await process(door.resources, request(), context)

    assert context.code() is None


class TestStream:
    async def test_each_frame_is_answered_in_its_turn_and_a_bad_one_ends_nothing(
        self, door: Door, pipeline: Pipeline
    ) -> None:
        context = call()
        frames = [b"a picture"] * 20
        frames[7], frames[9] = BROKEN, b""
        told = await answers(door, context, sent(*frames))

        assert [one.seq for one in told] == list(range(20))
        assert {one.seq: one.error.code for one in told if one.HasField("error")} == {
            7: "IMAGE_UNDECODABLE",
            9: "INVALID_REQUEST",
        }
        assert all(one.response.detections for one in told if one.seq not in (7, 9))
        assert context.code() is None

    async def test_no_more_frames_are_read_than_may_be_in_flight(
        self, door: Door, pipeline: Pipeline
    ) -> None:
        pipeline.may_answer.clear()
        taken: list[int] = []
        running = asyncio.create_task(answers(door, call(), sent(*[b"a picture"] * 50, taken=taken)))
        await pipeline.was_asked(AT_ONCE)
        for _ in range(100):
            await asyncio.sleep(0)
        assert (len(taken), len(pipeline.asked)) == (AT_ONCE, AT_ONCE)

        pipeline.may_answer.set()
        assert len(await running) == 50

    async def test_no_more_are_read_while_no_answer_is_taken(self, door: Door, pipeline: Pipeline) -> None:
        taken: list[int] = []
        running = process_stream(door.resources, sent(*[b"a picture"] * 50, taken=taken), call())
        assert (await anext(running)).seq == 0
        await pipeline.was_asked(AT_ONCE)
        for _ in range(100):
            await asyncio.sleep(0)
        assert len(taken) == AT_ONCE  # the first one counts until its answer is written

        assert len([one async for one in running]) == 49
        assert len(taken) == 50

    async def test_one_whose_answers_nobody_takes_is_let_go(
        self, door: Door, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(vision_rpc, "IDLE_S", 0.05)
        pipeline.may_answer.clear()
        context = call()
        running = process_stream(door.resources, sent(b"", *[b"a picture"] * 50), context)
        assert (await anext(running)).error.code == "INVALID_REQUEST"
        await pipeline.was_asked(AT_ONCE - 1)
        assert vision_rpc._streams._value == MOST_STREAMS - 1
        for _ in range(3000):
            if vision_rpc._streams._value == MOST_STREAMS:
                break
            await asyncio.sleep(0.01)

        # Its place is somebody else's before it is read on, or ended.
        assert vision_rpc._streams._value == MOST_STREAMS
        assert [one async for one in running] == []
        assert refusal(context) == (grpc.StatusCode.DEADLINE_EXCEEDED, "STREAM_UNREAD")

    async def test_a_revoked_token_ends_its_stream(self, door: Door, pipeline: Pipeline) -> None:
        made = await new_token(door, "read")
        answered = asyncio.Event()

        async def until_revoked() -> AsyncIterator[ProcessRequest]:
            yield request()
            await answered.wait()
            await door.client.delete(f"/api/auth/tokens/{made['id']}")
            yield request()

        count, context = 0, call(made["token"])
        async for _ in process_stream(door.resources, until_revoked(), context):
            count += 1
            answered.set()

        assert count == 1
        assert refusal(context) == (grpc.StatusCode.UNAUTHENTICATED, "NOT_SIGNED_IN")

    async def test_one_in_which_nothing_comes_is_ended(
        self, door: Door, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(vision_rpc, "IDLE_S", 0.05)

        async def silent() -> AsyncIterator[ProcessRequest]:
            yield request()
            await asyncio.Event().wait()

        context = call()
        assert len(await answers(door, context, silent())) == 1
        assert refusal(context) == (grpc.StatusCode.DEADLINE_EXCEEDED, "STREAM_IDLE")

    async def test_there_are_only_so_many_at_once_and_one_that_ends_makes_room(
        self, door: Door, pipeline: Pipeline
    ) -> None:
        pipeline.may_answer.clear()
        running = [
            asyncio.create_task(answers(door, call(), sent(b"a picture"))) for _ in range(MOST_STREAMS)
        ]
        await pipeline.was_asked(MOST_STREAMS)
        refused = call()
        assert await answers(door, refused, sent(b"a picture")) == []
        assert refusal(refused) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_STREAMS")

        pipeline.may_answer.set()
        assert [len(one) for one in await asyncio.gather(*running)] == [1] * MOST_STREAMS
        assert len(await answers(door, call(), sent(b"a picture"))) == 1
