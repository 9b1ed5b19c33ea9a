"""A small backend that answers as it was told: the built app, recorded answers, drawn pictures, a still live view."""

import asyncio
import contextlib
import io
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import jsonschema
import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.pages import Pages
from tests.pictures.happened import frame
from tests.pictures.made_up import DOG, LIVING_ROOM, NAMES, NOW, Answers
from tests.pictures.scene import picture

OPENAPI: Final = Path(__file__).resolve().parents[2] / "web/src/api/openapi.json"
PICTURE_EVERY_S: Final = 0.5
METHODS: Final = ["GET", "POST"]


class Recorded:
    """Answers by what is asked; what nobody recorded is not found, and `unknown` says so."""

    def __init__(self, answers: Answers) -> None:
        """answers: as `household.py` has them.

        Raises:
            jsonschema.ValidationError: the API gives no such answer.
        """
        for asked, body in answers.items():
            jsonschema.validate(body, _schema_of(asked))
        self._answers = {_pattern(asked): body for asked, body in answers.items()}
        self.unknown: set[str] = set()
        self._is_over = asyncio.Event()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                WebSocketRoute("/ws", self._socket),
                Route("/api/cameras/{camera}/whep", self._no_webrtc, methods=["POST"]),
                Route("/api/cameras/{camera}/mjpeg", self._mjpeg),
                Route("/api/cameras/{camera}/frame.jpg", self._frame),
                Route("/media/{room}/{number:int}/{name}", self._media),
                *(
                    Route(f"/{room}{{path:path}}", self._answer, methods=METHODS)
                    for room in ("api", "coach", "clipper")
                ),
                Route("/readyz", self._answer),
                Mount("/", Pages(None)),
            ]
        )

    def end(self) -> None:
        """Let everything that is kept open end."""
        self._is_over.set()

    async def _answer(self, request: Request) -> Response:
        asked = f"{request.method} {request.url.path}"
        for pattern, body in self._answers.items():
            if pattern.fullmatch(asked):
                return JSONResponse(_within(body, request.query_params))
        self.unknown.add(asked)
        return _refused(404, "NOT_FOUND", "Nobody recorded this")

    async def _no_webrtc(self, _: Request) -> Response:
        return _refused(503, "CAMERA_AWAY", "Only MJPEG is here")

    async def _frame(self, request: Request) -> Response:
        return Response(_live_picture(request.path_params["camera"]), media_type="image/jpeg")

    async def _media(self, request: Request) -> Response:
        """A clip's film, and every other picture; the number moves the dog."""
        number, room = request.path_params["number"], request.path_params["room"]
        dog = (0.08 + 0.13 * (number * 3 % 6), 0.36 + 0.02 * (number % 4), 0.3 + 0.05 * (number * 5 % 4))
        jpeg = picture(room, dog=dog, light=0.62 if number % 5 == 3 else 1.0)
        if request.path_params["name"].endswith(".mp4"):
            return Response(_still_film(jpeg), media_type="video/mp4")
        return Response(jpeg, media_type="image/jpeg")

    async def _mjpeg(self, request: Request) -> Response:
        jpeg = _live_picture(request.path_params["camera"])

        async def parts() -> AsyncIterator[bytes]:
            async for seq in self._ticks():
                captured = _captured(seq).isoformat(timespec="milliseconds").replace("+00:00", "Z")
                head = f"Content-Length: {len(jpeg)}\r\nX-Seq: {seq}\r\nX-Capture-Ts: {captured}\r\n\r\n"
                yield b"--pawsight-frame\r\n" + head.encode() + jpeg + b"\r\n"

        return StreamingResponse(parts(), media_type="multipart/x-mixed-replace; boundary=pawsight-frame")

    async def _socket(self, socket: WebSocket) -> None:
        await socket.accept()
        now = NOW.isoformat().replace("+00:00", "Z")
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await socket.send_json({"type": "hello", "version": 1, "userId": LIVING_ROOM, "serverTime": now})
            async for seq in self._ticks():
                await socket.send_json(frame(seq, _captured(seq)))

    async def _ticks(self) -> AsyncIterator[int]:
        """Numbers, until it ends; the same for every stream, so that pictures and answers meet."""
        begun = asyncio.get_running_loop().time() // PICTURE_EVERY_S
        seq = int(begun)
        while not self._is_over.is_set():
            yield seq
            seq += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._is_over.wait(), PICTURE_EVERY_S)


def _captured(seq: int) -> datetime:
    return NOW + timedelta(seconds=seq % 1_000_000 * PICTURE_EVERY_S)


@asynccontextmanager
async def serving(recorded: Recorded) -> AsyncIterator[str]:
    """URL of it, on a free port of loopback."""
    config = uvicorn.Config(
        recorded.app(), port=0, lifespan="off", log_level="warning", ws="websockets-sansio"
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 (uvicorn tells nobody)
        await asyncio.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        recorded.end()
        server.should_exit = True
        await task


def _live_picture(camera: str) -> bytes:
    return picture(NAMES[camera], dog=DOG if camera == LIVING_ROOM else None)


@cache
def _still_film(jpeg: bytes) -> bytes:
    """Two minutes of one picture: wherever it stands, it shows the same. H.264 in MP4."""
    import av

    with av.open(io.BytesIO(jpeg), format="mjpeg") as source:
        image = next(source.decode(video=0)).reformat(640, 360, "yuv420p")
    film = io.BytesIO()
    with av.open(film, "w", format="mp4") as target:
        stream = target.add_stream("libx264", rate=1, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        for number in range(120):
            image.pts, image.time_base = number, 1 / stream.codec_context.framerate
            target.mux(stream.encode(image))
        target.mux(stream.encode())
    return film.getvalue()


def _within(body: Answers, asked: QueryParams) -> Answers:
    """An answer whose items are of the time that was asked for, where they have one."""
    first, last = (asked[name][:19] if name in asked else None for name in ("from", "to"))
    if first is None or last is None or "items" not in body:
        return body

    def is_within(item: Answers) -> bool:
        when = str(item.get("ts", item.get("date", first)))[:19]
        return first <= when <= last

    return {**body, "items": [item for item in body["items"] if is_within(item)]}


def _refused(status: int, code: str, message: str) -> Response:
    error = {"code": code, "message": message, "details": None, "timestamp": "2025-10-24T14:32:00.000Z"}
    return JSONResponse({"error": error}, status)


def _pattern(asked: str) -> re.Pattern[str]:
    """A path with `{...}` for any one part of it."""
    return re.compile(re.sub(r"\\{\w*\\}", "[^/]+", re.escape(asked)))


@cache
def _openapi() -> Any:
    return json.loads(OPENAPI.read_text("utf-8"))


def _schema_of(asked: str) -> Any:
    """What the API says of the answer: the web app's own types are made of the same file."""
    method, path = asked.split()
    operations = (one for name, one in _openapi()["paths"].items() if _pattern(name).fullmatch(path))
    answer = next(operations)[method.lower()]["responses"]["200"]["content"]["application/json"]["schema"]
    return {**answer, "components": _openapi()["components"]}
