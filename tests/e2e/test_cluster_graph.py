"""A laptop's models are in one replica, a cluster's in three deployments: both say the same."""

import asyncio
import base64
import json
import sys
from pathlib import Path

import httpx
import pytest

from deployments.reference_set import DEMO
from tests.load.processes import ray_environment
from tests.system import System

PROJECT = Path(__file__).parents[2]
NEAR = 0.002
"""Fractions of the frame."""


async def test_three_deployments_say_what_one_replica_says(system: System, api: httpx.AsyncClient) -> None:
    picture = (DEMO / "dog-bicycle-truck.jpg").read_bytes()
    body = {
        "frameBase64": base64.b64encode(picture).decode(),
        "timestamp": 1_761_301_800_000.0,
        "enabledModels": ["detector", "pose", "action"],
    }
    fused = (await api.post("/vision/process", json=body)).json()

    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.e2e.cluster_graph"),
        cwd=PROJECT,
        env={**system.env, **ray_environment(system)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, complaints = await asyncio.wait_for(child.communicate(), 240)
    assert child.returncode == 0, complaints.decode()[-4000:]
    apart = json.loads(out)

    assert apart["degraded"] == [None, None]
    assert apart["detections"] == [one["class"] for one in fused["detections"]]
    assert apart["objects"] == [one["class"] for one in fused["objects"]]
    found = {name: (x, y) for name, x, y in apart["points"]}
    assert len(fused["keypoints"]) > 5
    for point in fused["keypoints"]:
        assert found[point["name"]] == pytest.approx((point["x"], point["y"]), abs=NEAR)
