"""Media in S3: uploaded videos now; segments, clips and snapshots beside them.

boto3 is synchronous: every call runs in a thread, with its own time-outs and three tries.
"""

import asyncio
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from pydantic import SecretStr

from pawsight.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class ObjectStoreUnavailable(Exception):
    """S3 did not answer, or refused what was asked; the message says which."""


@lru_cache
def _client(settings: Settings) -> "S3Client":
    return boto3.client(
        "s3",
        endpoint_url=settings.s3_endpoint,
        aws_access_key_id=_plain(settings.s3_access_key),
        aws_secret_access_key=_plain(settings.s3_secret_key),
        region_name=settings.s3_region,
        config=Config(
            connect_timeout=3,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 3},
            s3={"addressing_style": "path"},
        ),
    )


def _plain(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()


class ObjectStore:
    """One bucket. Keys are made by us, never by a user."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._bucket = settings.s3_bucket

    async def put_file(self, key: str, path: Path, content_type: str) -> None:
        """Upload a file under a key, in parts when it is large.

        Raises:
            ObjectStoreUnavailable: S3 is away or refused it.
        """
        try:
            await asyncio.to_thread(
                _client(self._settings).upload_file,
                str(path),
                self._bucket,
                key,
                ExtraArgs={"ContentType": content_type},
            )
        except (BotoCoreError, ClientError, OSError) as error:
            raise ObjectStoreUnavailable(str(error)) from error

    async def get_file(self, key: str, path: Path) -> None:
        """Download an object; `path` appears only when it is whole.

        Raises:
            ObjectStoreUnavailable: S3 is away, or there is no such object.
        """
        part = path.with_name(f"{path.name}.part")
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            await asyncio.to_thread(_client(self._settings).download_file, self._bucket, key, str(part))
        except (BotoCoreError, ClientError, OSError) as error:
            raise ObjectStoreUnavailable(str(error)) from error
        part.replace(path)

    async def delete(self, key: str) -> None:
        """Delete an object; one that is not there is fine.

        Raises:
            ObjectStoreUnavailable: S3 is away or refused it.
        """
        try:
            await asyncio.to_thread(_client(self._settings).delete_object, Bucket=self._bucket, Key=key)
        except (BotoCoreError, ClientError) as error:
            raise ObjectStoreUnavailable(str(error)) from error

    async def check(self) -> None:
        """Ask whether the bucket can be reached.

        Raises:
            ObjectStoreUnavailable: it can't.
        """
        try:
            await asyncio.to_thread(_client(self._settings).head_bucket, Bucket=self._bucket)
        except (BotoCoreError, ClientError) as error:
            raise ObjectStoreUnavailable(str(error)) from error
