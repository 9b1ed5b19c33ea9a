"""Real servers for every test that asks: private folders, started when first used, stopped at the end."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import httpx
import hypothesis
import pytest

from local.postgres import Postgres
from local.s3 import S3
from local.service import private_run_folder
from local.valkey import Valkey
from pawsight.ids import new_id
from tests.databases import drop
from tests.system import System, running_system

# No test fails because the machine is busy.
hypothesis.settings.register_profile("pawsight", deadline=None)
hypothesis.settings.load_profile("pawsight")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who drives a whole system gets a second chance: whatever else has the cores can stall any of its parts."""
    for item in items:
        if "system" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("flaky"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def run_folder() -> Iterator[Path]:
    """A short private folder for sockets, gone at the end."""
    with private_run_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def postgres(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL of this session's own. Make a database of your own in it: its role may."""
    with Postgres(tmp_path_factory.mktemp("postgres") / "data", run_folder) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    """URL of an empty database on it, shared by the session."""
    return postgres.url


@pytest.fixture
async def database_url(postgres_url: str) -> AsyncIterator[str]:
    """URL of an empty database of this test's own, dropped at its end."""
    name = f"test_{new_id().hex}"
    server = await asyncpg.connect(postgres_url)
    try:
        await server.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(postgres_url)._replace(path=f"/{name}"))
        await drop(server, name)
    finally:
        await server.close()


@pytest.fixture(scope="session")
def valkey(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """A Valkey of this session's own."""
    with Valkey(tmp_path_factory.mktemp("valkey"), run_folder) as server:
        yield server


@pytest.fixture(scope="session")
def redis_url(valkey: Valkey) -> str:
    """URL of database 0 on it (`unix://...`), shared by the session."""
    return valkey.url


@pytest.fixture(scope="session")
def s3(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3]:
    """An S3 of this session's own: `endpoint`, `access_key`, `secret_key`, `bucket`, `settings`, `client`."""
    with S3(tmp_path_factory.mktemp("s3"), run_folder) as server:
        yield server


@pytest.fixture(scope="session")
def s3_settings(s3: S3) -> dict[str, str]:
    """The `PAWSIGHT_S3_...` environment that points at it."""
    return s3.settings


@pytest.fixture(scope="session")
def system() -> Iterator[System]:
    """A whole Pawsight, started for the first test that asks, shared by all."""
    with running_system() as system:
        yield system


@pytest.fixture
async def api(system: System) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the system's owner."""
    headers = {"Authorization": f"Bearer {system.token}"}
    async with httpx.AsyncClient(base_url=system.url, headers=headers, timeout=30) as client:
        yield client
