"""Media for browsers that can't reach S3: signed, short-lived URLs, with Range, so that a film can be sought in."""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from typing import Annotated, BinaryIO, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from app.errors import ApiError, documented, envelope
from app.resources import Held, Resources
from pawsight import recordings
from pawsight.media_urls import SignatureRefused
from pawsight.objects import ObjectMissing, StoredObject, attachment

router = APIRouter(tags=["media"])

WINDOW_BYTES: Final = 1 << 20
"""What is asked of S3 at once: nothing there stays open for a viewer who has paused."""

# Whatever else somebody managed to upload is no page and no script here.
SHOWN: Final = re.compile(r"(video|audio)/[\w.+-]+|image/(png|jpeg|webp|gif|avif)")

_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")

Read = Callable[[int, int], Awaitable[bytes]]
"""The bytes from the first to the last that is given."""


@router.head("/media/{key:path}", include_in_schema=False)
@router.get(
    "/media/{key:path}",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"video/mp4": {}}},
        206: {"description": "The bytes that `Range` asked for"},
        304: {"description": "It is what `If-None-Match` names"},
        **documented(403, 404, 416, 503),
    },
)
async def media(
    key: str,
    request: Request,
    held: Held,
    expires: Annotated[int, Query(ge=0, le=1 << 40)],
    signature: Annotated[str, Query(max_length=100)],
    download: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """A clip, a picture or a recording, by a URL that another answer named. Nobody need be signed in."""
    try:
        left_s = held.media.check(key, expires, download, signature)
    except SignatureRefused as error:
        raise ApiError(403, "MEDIA_URL_REFUSED", str(error), "Ask for a new one") from error
    return await answer(request, held, key, caching=f"private, max-age={left_s}", download=download)


async def answer(
    request: Request, held: Resources, key: str, *, caching: str, download: str | None = None
) -> Response:
    """An object, or the part of it that the request's `Range` asks for. caching: `Cache-Control` of the answer.

    Raises:
        ApiError: 404 MEDIA_NOT_FOUND.
        ObjectStoreUnavailable: S3 is away.
    """
    try:
        stored, read = await _opened(held, key)
    except ObjectMissing as error:
        raise ApiError(404, "MEDIA_NOT_FOUND", "It was deleted, or is not there yet") from error
    headers = _headers(stored, caching, download)
    if _names(request.headers.get("if-none-match"), stored.etag):
        return Response(status_code=304, headers=headers)
    asked = request.headers.get("range")
    if request.headers.get("if-range") not in (None, stored.etag):
        asked = None  # it is another object by now: all of it is wanted
    span = wanted(asked, stored.size_bytes)
    if span is None:
        refusal = envelope(416, "RANGE_NOT_SATISFIABLE", "There are no such bytes", asked)
        refusal.headers["Content-Range"] = f"bytes */{stored.size_bytes}"
        return refusal
    first, last = span
    headers["Content-Length"] = str(last - first + 1)
    status = 200
    if last - first + 1 < stored.size_bytes:
        status = 206
        headers["Content-Range"] = f"bytes {first}-{last}/{stored.size_bytes}"
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(_windows(read, first, last), status, headers)


def wanted(header: str | None, size: int) -> tuple[int, int] | None:
    """The first and last byte that a `Range` header asks for; None when the object has none of them.

    Several ranges, another unit and what is no range at all ask for everything, as RFC 9110 has it.
    """
    match = _RANGE.fullmatch(header or "")
    everything = (0, size - 1)
    if match is None or match.groups() == ("", ""):
        return everything
    begin, end = match.groups()
    if not begin:
        length = min(int(end), size)
        return (size - length, size - 1) if length else None
    if end and int(end) < int(begin):
        return everything
    return (int(begin), min(int(end or size), size - 1)) if int(begin) < size else None


async def _opened(held: Resources, key: str) -> tuple[StoredObject, Read]:
    """What a key names: a segment that waits on this node's disk to be uploaded, else an object in S3."""
    path = recordings.path_of(held.config.data_dir, key)
    if path is not None:
        try:
            file = await asyncio.to_thread(path.open, "rb")
        except FileNotFoundError:
            pass  # it was uploaded, or another node has it
        else:
            return _described(key, file), lambda first, last: asyncio.to_thread(_read, file, first, last)
    stored = await held.objects.stat(key)
    return stored, partial(held.objects.read, key, etag=stored.etag)


def _described(key: str, file: BinaryIO) -> StoredObject:
    found = os.fstat(file.fileno())
    etag = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
    return StoredObject(key, found.st_size, etag, datetime.fromtimestamp(found.st_mtime, UTC), "video/mp4")


def _read(file: BinaryIO, first: int, last: int) -> bytes:
    return os.pread(file.fileno(), last - first + 1, first)


async def _windows(read: Read, first: int, last: int) -> AsyncIterator[bytes]:
    for at in range(first, last + 1, WINDOW_BYTES):
        yield await read(at, min(at + WINDOW_BYTES - 1, last))


def _headers(stored: StoredObject, caching: str, download: str | None) -> dict[str, str]:
    shown = SHOWN.fullmatch(stored.content_type)
    headers = {
        "Content-Type": stored.content_type if shown else "application/octet-stream",
        "Accept-Ranges": "bytes",
        "ETag": stored.etag,
        "Last-Modified": format_datetime(stored.modified_at, usegmt=True),
        "Cache-Control": caching,
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    if download is not None:
        headers["Content-Disposition"] = attachment(download)
    return headers


def _names(header: str | None, etag: str) -> bool:
    """Whether an `If-None-Match` names this ETag."""
    named = [one.strip().removeprefix("W/") for one in (header or "").split(",")]
    return etag in named or named == ["*"]
