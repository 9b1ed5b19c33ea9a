"""Real servers for every test that asks: private folders, started when first used, stopped at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.postgres import Postgres
from local.s3 import S3
from local.service import private_run_folder
from local.valkey import Valkey


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
