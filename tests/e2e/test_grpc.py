"""gRPC through HAProxy and Serve, asked by our client and by gRPC's own tools."""

import asyncio
import base64
from collections.abc import Iterator
from typing import Any

import grpc
import httpx
import pytest
from grpc_reflection.v1alpha.reflection_pb2 import ServerReflectionRequest
from grpc_reflection.v1alpha.reflection_pb2_grpc import ServerReflectionStub

from deployments.reference_set import DEMO
from pawsight.client import ApiRefused, VisionClient
from pawsight.client.vision import UNANSWERED
from pawsight.rpc.vision_pb2 import ProcessRequest, ProcessResponse
from pawsight.rpc.vision_pb2_grpc import VisionStub
from pawsight.settings import Settings
from tests.load.processes import own_bytes, ray_workers
from tests.system import System

PICTURE = (DEMO / "dog-bicycle-truck.jpg").read_bytes()
EVERYTHING = ("detector", "pose", "action")
NO_MODELS = [f"no such model {number}" for number in range(16)]
FRAME_BYTES = 4_000
MOST_FRAMES = 5_000
MOST_GROWN = 16 << 20
"""Bytes. What lies between the two is bounded by HTTP/2's windows and HAProxy's buffers: tens of kilobytes each."""
HELD_S = 2.0


@pytest.fixture
def client(system: System) -> Iterator[VisionClient]:
    with VisionClient.here(system.data) as client:
        yield client


def _classes(seen: Any) -> list[str]:
    return sorted(one["class"] if isinstance(one, dict) else one.class_name for one in seen)


async def test_grpc_sees_what_http_sees(client: VisionClient, api: httpx.AsyncClient) -> None:
    at = 1_761_301_800_000.0
    body = {"frameBase64": base64.b64encode(PICTURE).decode(), "timestamp": at, "enabledModels": EVERYTHING}
    by_http = (await api.post("/vision/process", json=body)).json()
    by_grpc = client.process(PICTURE, models=EVERYTHING, timestamp=at)

    assert "dog" in _classes(by_grpc.detections)
    for name, seen in (("detections", by_grpc.detections), ("objects", by_grpc.objects)):
        assert _classes(seen) == _classes(by_http[name])
    assert [one.name for one in by_grpc.keypoints] == [one["name"] for one in by_http["keypoints"]]
    assert {one.label for one in by_grpc.actions} == {one["label"] for one in by_http["actions"]}


def test_a_stream_answers_every_frame_in_order(client: VisionClient) -> None:
    frames = [PICTURE] * 12
    frames[5] = b"no picture"
    told = list(client.process_all(frames))

    assert len(told) == len(frames)
    refused = told.pop(5)
    assert isinstance(refused, ApiRefused)
    assert refused.code == "IMAGE_UNDECODABLE"
    assert all(isinstance(one, ProcessResponse) and "dog" in _classes(one.detections) for one in told)


async def test_a_client_that_reads_no_answers_is_made_to_wait(system: System, client: VisionClient) -> None:
    doors = ray_workers(system.pid, "ServeReplica:web")
    before = own_bytes(doors)
    metadata = (("authorization", f"Bearer {system.token}"), ("application", "web"))
    # Refused at once and at length, so that nothing waits but for whoever does not read.
    request = ProcessRequest(frame=bytes(FRAME_BYTES), timestamp=0, enabled_models=NO_MODELS)
    # Else gRPC takes four megabytes of answers for a client that asks for none.
    options = [("grpc.http2.bdp_probe", 0)]
    async with grpc.aio.insecure_channel(system.run_file["grpc"], options) as channel:
        call = VisionStub(channel).ProcessStream(metadata=metadata)  # type: ignore[no-untyped-call]
        sent, waiting = 0, set[asyncio.Task[None]]()
        while not waiting:
            assert sent < MOST_FRAMES, "it takes frames without end"
            write = asyncio.create_task(call.write(request))
            _, waiting = await asyncio.wait({write}, timeout=HELD_S)
            sent += 1
        grown = own_bytes(doors) - before
        call.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    print(f"held after {sent} frames of {FRAME_BYTES} bytes; the web door grew by {grown / 2**20:.1f} MiB")
    assert grown < MOST_GROWN, f"{grown / 2**20:.0f} MiB"
    # Nobody else waits for it.
    assert [type(one) for one in client.process_all([PICTURE])] == [ProcessResponse]


async def test_our_client_may_take_its_answers_late(client: VisionClient) -> None:
    taken: list[bytes] = []

    def frames() -> Iterator[bytes]:
        while len(taken) < 3 * UNANSWERED:
            taken.append(b"no picture")
            yield taken[-1]

    told = client.process_all(frames())
    first = await asyncio.to_thread(next, told)
    await asyncio.sleep(HELD_S)
    held_at = len(taken)
    rest = await asyncio.to_thread(list, told)

    # One was answered, and one was taken to be sent next.
    assert held_at <= UNANSWERED + 2
    assert [type(one) for one in (first, *rest)] == [ApiRefused] * 3 * UNANSWERED


def test_who_is_refused_is_told_why(system: System, client: VisionClient) -> None:
    with VisionClient(system.run_file["grpc"], "a stranger's token") as stranger:
        with pytest.raises(ApiRefused) as unknown:
            stranger.process(PICTURE)
        with pytest.raises(ApiRefused) as unknown_too:
            list(stranger.process_all([PICTURE]))
    with pytest.raises(ApiRefused) as unreadable:
        client.process(b"no picture")
    with pytest.raises(ApiRefused) as too_long:
        client.process(bytes(Settings().max_frame_message_bytes + 1))

    assert (unknown.value.status, unknown.value.code) == (16, "NOT_SIGNED_IN")
    assert (unknown_too.value.status, unknown_too.value.code) == (16, "NOT_SIGNED_IN")
    assert (unreadable.value.status, unreadable.value.code) == (3, "IMAGE_UNDECODABLE")
    # gRPC's own refusal: nobody has read it.
    assert (too_long.value.status, too_long.value.code) == (8, "RESOURCE_EXHAUSTED")


def test_a_tool_that_knows_no_proto_finds_the_service(system: System) -> None:
    with grpc.insecure_channel(system.run_file["grpc"]) as channel:
        asked = iter([ServerReflectionRequest(list_services="")])
        [told] = ServerReflectionStub(channel).ServerReflectionInfo(
            asked, metadata=[("application", "web")], timeout=30
        )

    assert "pawsight.v1.Vision" in {one.name for one in told.list_services_response.service}
