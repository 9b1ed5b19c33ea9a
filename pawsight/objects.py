"""Media in S3: uploaded videos, segments, clips and snapshots.

boto3 is synchronous: every call runs in a thread, with its own time-outs and three tries.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from pydantic import SecretStr

from pawsight.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

T = TypeVar("T")


class ObjectStoreUnavailable(Exception):
    """S3 did not answer, or refused what was asked; the message says which."""


class ObjectMissing(ObjectStoreUnavailable):
    """There is no such object, or another one lies there by now."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What S3 says of an object. etag: a strong one, with its quotes, as HTTP writes it."""

    key: str
    size_bytes: int
    etag: str
    modified_at: datetime
    content_type: str


_one_at_a_time = threading.Lock()
"""boto3 makes clients in one thread at a time; the clients themselves are for all."""


def _client(settings: Settings, endpoint: str | None) -> "S3Client":
    with _one_at_a_time:
        return _made(settings, endpoint)


@lru_cache
def _made(settings: Settings, endpoint: str | None) -> "S3Client":
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id=_plain(settings.s3_access_key),
        aws_secret_access_key=_plain(settings.s3_secret_key),
        region_name=settings.s3_region,
        config=Config(
            signature_version="s3v4",
            connect_timeout=3,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 3},
            s3={"addressing_style": "path"},
        ),
    )


def _plain(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        # 412: it is not the object any more that the caller knows by its ETag.
        kind = ObjectMissing if status in (404, 412) else ObjectStoreUnavailable
        raise kind(str(error)) from error
    except (Boto3Error, BotoCoreError, OSError) as error:
        raise ObjectStoreUnavailable(str(error)) from error


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
        await self._call(
            lambda s3: s3.upload_file(str(path), self._bucket, key, ExtraArgs={"ContentType": content_type})
        )

    async def get_file(self, key: str, path: Path) -> None:
        """Download an object; `path` appears only when it is whole.

        Raises:
            ObjectMissing: there is no such object.
            ObjectStoreUnavailable: S3 is away.
        """
        part = path.with_name(f"{path.name}.part")
        path.parent.mkdir(parents=True, exist_ok=True)
        await self._call(lambda s3: s3.download_file(self._bucket, key, str(part)))
        part.replace(path)

    async def stat(self, key: str) -> StoredObject:
        """What lies under a key.

        Raises:
            ObjectMissing: there is no such object.
            ObjectStoreUnavailable: S3 is away.
        """
        head = await self._call(lambda s3: s3.head_object(Bucket=self._bucket, Key=key))
        modified_at = head["LastModified"].astimezone(UTC)
        return StoredObject(
            key, head["ContentLength"], head["ETag"], modified_at, head.get("ContentType", "")
        )

    async def read(self, key: str, first: int, last: int, *, etag: str | None = None) -> bytes:
        """The bytes `first` to `last` of an object, both included, as far as there are any.

        etag: of the object that is meant.

        Raises:
            ObjectMissing: there is no such object, or another one lies there by now.
            ObjectStoreUnavailable: S3 is away, or there is no byte `first`.
        """
        wanted: dict[str, Any] = {"Range": f"bytes={first}-{last}"}
        if etag is not None:
            wanted["IfMatch"] = etag
        return await self._call(
            lambda s3: s3.get_object(Bucket=self._bucket, Key=key, **wanted)["Body"].read()
        )

    async def delete(self, key: str) -> None:
        """Delete an object; one that is not there is fine.

        Raises:
            ObjectStoreUnavailable: S3 is away or refused it.
        """
        await self._call(lambda s3: s3.delete_object(Bucket=self._bucket, Key=key))

    async def delete_many(self, keys: Sequence[str]) -> list[str]:
        """Delete objects, a thousand at most; those that are gone now, or never were there.

        Raises:
            ObjectStoreUnavailable: S3 is away or refused all of it.
        """
        if not keys:
            return []
        named = [{"Key": key} for key in keys]
        answer = await self._call(
            lambda s3: s3.delete_objects(Bucket=self._bucket, Delete={"Objects": named, "Quiet": True})  # type: ignore[typeddict-item]
        )
        refused = {error.get("Key") for error in answer.get("Errors", [])}
        return [key for key in keys if key not in refused]

    async def check(self) -> None:
        """Ask whether the bucket can be reached.

        Raises:
            ObjectStoreUnavailable: it can't.
        """
        await self._call(lambda s3: s3.head_bucket(Bucket=self._bucket))

    def presigned_url(self, key: str, expires_s: int, *, download_name: str | None = None) -> str:
        """A URL that lets whoever has it GET an object, whole or by Range, for so many seconds. Asks nobody.

        It leads to S3 itself, by its public address where one is set, else by ours: for a browser take
        `MediaUrls.url`, which finds a way that it can go. download_name: have it saved under this name.
        """
        params = {"Bucket": self._bucket, "Key": key}
        if download_name is not None:
            params["ResponseContentDisposition"] = attachment(download_name)
        endpoint = self._settings.s3_public_endpoint or self._settings.s3_endpoint
        client = _client(self._settings, endpoint)
        return client.generate_presigned_url("get_object", Params=params, ExpiresIn=expires_s)

    async def _call(self, request: Callable[["S3Client"], T]) -> T:
        """Make a request in a thread, the client too when it is the first."""

        def run() -> T:
            with _translated():
                return request(_client(self._settings, self._settings.s3_endpoint))

        return await asyncio.to_thread(run)


def attachment(name: str) -> str:
    """`Content-Disposition` that has a file saved under a name, whatever letters are in it (RFC 6266)."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
