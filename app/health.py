"""For operators: is the process alive, is the system ready, how is it doing."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from ray.exceptions import RayError
from ray.serve.exceptions import RayServeException
from redis.exceptions import RedisError

from app.auth import Reader
from app.cameras import every_status
from app.resources import Held, Resources
from db.errors import DatabaseError
from deployments import coach_writer
from deployments.applications import application
from deployments.pose import PoseStatus
from deployments.vision import DetectorStatus
from pawsight.messages import Wire
from pawsight.objects import ObjectStoreUnavailable

router = APIRouter(tags=["operations"])

CHECK_TIMEOUT_S = 3.0


class Check(Wire):
    """One thing that the system needs."""

    ok: bool
    reason: str | None = None


class ModelCheck(Check):
    """A model, and whether it is the one that was asked for."""

    model: str | None = None
    fell_back_from: str | None = None


class CoachCheck(Check):
    """The coach's language model. It is never missed: without one the rules answer."""

    state: Literal["off", "waiting", "starting", "ready", "failed"]
    model: str | None = None
    restarts: int = 0


class Checks(Wire):
    """Everything that is looked at. All but the coach is needed."""

    database: Check
    redis: Check
    s3: Check
    detector: ModelCheck
    pose: ModelCheck
    coach: CoachCheck


class Readiness(Wire):
    """`degraded`: it serves, but something is missing or weaker than asked for."""

    status: Literal["ready", "degraded", "unavailable"]
    checks: Checks


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Whether this process answers."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {"model": Readiness}})
async def readyz(held: Held, response: Response) -> Readiness:
    """Whether the database, Redis, S3 and the models answer; 503 when there is no database."""
    database, redis, s3, detector, pose, coach = await asyncio.gather(
        _check(lambda: _database(held)),
        _check(lambda: _redis(held)),
        _check(held.objects.check),
        _detector(),
        _pose(),
        _coach(),
    )
    whole = all(one.ok for one in (database, redis, s3, detector, pose)) and detector.fell_back_from is None
    if not database.ok:
        response.status_code = 503
    status: Literal["ready", "degraded", "unavailable"] = (
        "unavailable" if not database.ok else "ready" if whole else "degraded"
    )
    checks = Checks(database=database, redis=redis, s3=s3, detector=detector, pose=pose, coach=coach)
    return Readiness(status=status, checks=checks)


@router.get("/metrics", response_class=Response, responses={200: {"content": {CONTENT_TYPE_LATEST: {}}}})
async def metrics(_: Reader, held: Held) -> Response:
    """Prometheus: this replica's connections and every camera's figures."""
    registry = CollectorRegistry()

    def gauge(name: str, about: str, value: float) -> None:
        Gauge(f"pawsight_{name}", about, registry=registry).set(value)

    gauge("websocket_clients", "WebSockets open on this replica", held.realtime.clients)
    gauge(
        "websocket_dropped_frames",
        "Frame messages that connected clients were too slow for",
        held.realtime.dropped,
    )
    gauge("mjpeg_viewers", "MJPEG streams open on this replica", held.pictures.viewers)
    gauge("spooled_events", "Events on this node's disk that wait for the database", held.events.spooled())
    per_camera = {
        "fps": Gauge("pawsight_camera_fps", "Frames shown a second", ["camera"], registry=registry),
        "analysed_fps": Gauge(
            "pawsight_camera_analysed_fps", "Frames analysed a second", ["camera"], registry=registry
        ),
        "skipped": Gauge(
            "pawsight_camera_skipped_frames",
            "Frames not analysed, newest wins",
            ["camera"],
            registry=registry,
        ),
        "still": Gauge(
            "pawsight_camera_still_frames",
            "Frames not analysed, nothing moved in them",
            ["camera"],
            registry=registry,
        ),
        "live": Gauge("pawsight_camera_live", "1 while pictures come", ["camera"], registry=registry),
    }
    for camera_id, status in (await every_status(held)).items():
        per_camera["fps"].labels(camera_id).set(status.fps)
        per_camera["analysed_fps"].labels(camera_id).set(status.analysed_fps)
        per_camera["skipped"].labels(camera_id).set(status.skipped)
        per_camera["still"].labels(camera_id).set(status.still)
        per_camera["live"].labels(camera_id).set(status.state == "live")
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


async def _check(ask: Callable[[], Awaitable[None]]) -> Check:
    try:
        await asyncio.wait_for(ask(), CHECK_TIMEOUT_S)
    except TimeoutError:
        return Check(ok=False, reason=f"no answer in {CHECK_TIMEOUT_S:.0f} s")
    except (DatabaseError, RedisError, ObjectStoreUnavailable) as error:
        return Check(ok=False, reason=type(error).__name__)
    return Check(ok=True)


async def _database(held: Resources) -> None:
    async with held.database.connection() as conn:
        await conn.fetchval("SELECT 1")


async def _redis(held: Resources) -> None:
    await held.redis.ping()


async def _detector() -> ModelCheck:
    async def ask() -> ModelCheck:
        status: DetectorStatus = await (await application("vision")).status.remote()
        return ModelCheck(
            ok=True, model=status.model, fell_back_from=status.fell_back_from, reason=status.reason
        )

    return await _check_model(ask)


async def _pose() -> ModelCheck:
    async def ask() -> ModelCheck:
        status: PoseStatus = await (await application("vision")).pose_status.remote()
        return ModelCheck(ok=status.model is not None, model=status.model, reason=status.reason)

    return await _check_model(ask)


async def _coach() -> CoachCheck:
    status = await coach_writer.status()
    return CoachCheck(
        ok=status.state == "ready",
        state=status.state,
        model=status.model,
        reason=status.reason,
        restarts=status.restarts,
    )


async def _check_model(ask: Callable[[], Awaitable[ModelCheck]]) -> ModelCheck:
    try:
        return await asyncio.wait_for(ask(), CHECK_TIMEOUT_S)
    except TimeoutError:
        return ModelCheck(ok=False, reason=f"no answer in {CHECK_TIMEOUT_S:.0f} s")
    except (RayError, RayServeException) as error:
        return ModelCheck(ok=False, reason=type(error).__name__)
