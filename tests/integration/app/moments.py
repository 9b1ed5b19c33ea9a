"""Clips and snapshots, asked for and looked at through the web door."""

import hashlib
from typing import Any
from uuid import UUID

import cv2
import httpx
import numpy as np

from db import jobs, tokens, users
from deployments.clip_job import LEASE_S, ClipJob
from pawsight.ids import new_id
from pawsight.messages import rfc3339
from tests.footage import number_in
from tests.integration.app.conftest import Door, at


def body(source: object, start: float, end: float, **fields: Any) -> dict[str, Any]:
    return {
        "videoSource": str(source),
        "startTimestamp": rfc3339(at(start)),
        "endTimestamp": rfc3339(at(end)),
        "labels": ["fetch"],
        **fields,
    }


async def made(door: Door, asked: dict[str, Any]) -> dict[str, Any]:
    """Ask for a clip, have it made as a worker would, and get it."""
    held = door.resources
    created = await door.client.post("/clipper/create", json=asked)
    assert created.status_code == 202, created.text
    async with held.database.connection() as conn:
        job = await jobs.claim(conn, UUID(created.json()["jobId"]), LEASE_S)
    assert job is not None
    await ClipJob(job, held.config, held.database, held.objects, held.redis).run()
    answer = await door.client.get(f"/api/clips/{job.id}")
    assert answer.status_code == 200, answer.text
    clip: dict[str, Any] = answer.json()
    return clip


async def another(door: Door) -> httpx.AsyncClient:
    """Somebody else who is signed in."""
    secret = new_id().hex
    async with door.resources.database.transaction() as conn:
        bob = await users.get_or_create(conn, "bob@pawsight.test")
        await tokens.insert(
            conn,
            user_id=bob.id,
            name="bob",
            kind="personal",
            token_sha256=hashlib.sha256(secret.encode()).digest(),
            scopes=["read", "write"],
        )
    transport = door.client._transport
    headers = {"Authorization": f"Bearer {secret}"}
    return httpx.AsyncClient(transport=transport, base_url="http://pawsight.test", headers=headers)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def image_at(door: Door, url: str) -> Any:
    answer = await door.stranger.get(url)
    assert answer.status_code == 200
    return cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_COLOR)


async def picture_at(door: Door, url: str) -> int:
    return number_in(await image_at(door, url))
