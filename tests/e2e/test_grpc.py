"""gRPC through HAProxy and Serve, asked by our client and by gRPC's own tools."""

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
from pawsight.rpc.vision_pb2 import ProcessResponse
from pawsight.settings import Settings
from tests.system import System

PICTURE = (DEMO / "dog-bicycle-truck.jpg").read_bytes()
EVERYTHING = ("detector", "pose", "action")


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
