"""The web door with a real database, Valkey and S3 behind it, and a camera that was recorded."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import asyncpg
import httpx
import pytest

from app.main import create_app
from app.resources import Resources, open_resources
from db import cameras, segments, users
from db.migrate import migrate
from deployments.node import node_id
from local.s3 import S3
from notices.web_push import new_private_key
from pawsight import recordings
from pawsight.ids import new_id
from pawsight.settings import Settings
from tests.footage import BEGIN, record
from video.packets import to_datetime

TOKEN = "the owner's token"


@dataclass(frozen=True)
class Door:
    """A replica of the web door without a server before it. client: the owner; stranger: nobody."""

    resources: Resources
    client: httpx.AsyncClient
    stranger: httpx.AsyncClient
    owner: UUID


@pytest.fixture(scope="module")
async def door(
    postgres_url: str, redis_url: str, s3: S3, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Door]:
    name = f"test_{new_id().hex}"
    server = await asyncpg.connect(postgres_url)
    await server.execute(f'CREATE DATABASE "{name}"')
    url = urlunsplit(urlsplit(postgres_url)._replace(path=f"/{name}"))
    await migrate(url)
    config = Settings(
        data_dir=tmp_path_factory.mktemp("data"),
        database_url=url,
        redis_url=redis_url,
        s3_endpoint=s3.endpoint,
        s3_access_key=s3.access_key,  # type: ignore[arg-type]
        s3_secret_key=s3.secret_key,  # type: ignore[arg-type]
        s3_bucket=s3.bucket,
        owner_token=TOKEN,  # type: ignore[arg-type]
        push_private_key=new_private_key(),  # type: ignore[arg-type]
        coach_model="none",  # there is no Ray here that could have one
    )
    async with open_resources(config) as resources:
        api = create_app()
        api.state.resources = resources
        async with resources.database.connection() as conn:
            owner = await users.get_or_create(conn, config.owner_email)
        transport = httpx.ASGITransport(api)
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with (
            httpx.AsyncClient(
                transport=transport, base_url="http://pawsight.test", headers=headers
            ) as client,
            httpx.AsyncClient(transport=transport, base_url="http://pawsight.test") as stranger,
        ):
            yield Door(resources, client, stranger, owner.id)
    await server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await server.close()


@pytest.fixture
async def camera(door: Door) -> UUID:
    async with door.resources.database.connection() as conn:
        made = await cameras.insert(conn, door.owner, name="Porch", source_kind="push", source="")
    return made.id


def at(second: float) -> datetime:
    return to_datetime(BEGIN) + timedelta(seconds=second)


@pytest.fixture
async def recorded(door: Door, camera: UUID) -> list[segments.Segment]:
    """15 s of a camera in three segments on this node's disk; picture n begins n/15 s after the beginning."""
    held = door.resources
    folder = held.config.data_dir / recordings.FOLDER / str(camera)
    folder.mkdir(parents=True)
    node = node_id(held.config.data_dir)
    for piece in await asyncio.to_thread(record, folder):
        async with held.database.connection() as conn:
            await segments.insert(
                conn,
                door.owner,
                camera,
                start_ts=to_datetime(piece.start),
                end_ts=to_datetime(piece.start) + timedelta(seconds=5),
                uri=recordings.file_uri(node, camera, piece.start),
                size_bytes=piece.path.stat().st_size,
            )
    async with held.database.connection() as conn:
        return await segments.oldest(conn, camera, 10)
