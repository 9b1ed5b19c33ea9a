"""The web door: one FastAPI application, and the Serve deployment that carries it."""

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

from fastapi import FastAPI
from fastapi.routing import APIRoute
from ray import serve
from ray.serve.grpc_util import RayServegRPCContext, gRPCInputStream

from app import (
    analytics,
    analytics_source,
    audio,
    auth,
    cameras,
    clip_rules,
    clipper,
    clips,
    coach,
    commands,
    corrections,
    device_socket,
    devices,
    errors,
    evaluations,
    events,
    health,
    media,
    model_slots,
    model_switch,
    models,
    notifications,
    observations,
    precision,
    realtime,
    receivers,
    recordings,
    routines,
    run_pictures,
    runs,
    sessions,
    shares,
    snapshots,
    storage,
    time_zone,
    training_progress,
    vision,
    vision_rpc,
    webrtc,
    zones,
)
from app.limits import Limits
from app.pages import DIST, Pages
from app.resources import open_resources
from pawsight.logging import configure_logging
from pawsight.rpc.vision_pb2 import ProcessRequest, ProcessResponse, StreamResponse
from pawsight.settings import settings


@asynccontextmanager
async def _lifespan(api: FastAPI) -> AsyncIterator[None]:
    configure_logging()
    async with open_resources(settings()) as resources:
        api.state.resources = resources
        yield


def _operation_id(route: APIRoute) -> str:
    """`list_cameras` is `listCameras` to a generated client."""
    first, *rest = route.name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def create_app() -> FastAPI:
    """The application; its resources are opened in its lifespan."""
    api = FastAPI(
        title="Pawsight",
        version="0.1.0",
        summary="Watches a dog through any camera, understands what it does, keeps the moments.",
        license_info={"name": "AGPL-3.0-only"},
        lifespan=_lifespan,
        generate_unique_id_function=_operation_id,
        docs_url="/api/docs",
        openapi_url="/api/openapi.json",
        redoc_url=None,
    )
    api.add_middleware(Limits, config=settings())
    errors.install(api)
    # Routes are tried in this order, twice a request behind Serve: what is asked most comes first.
    for room in (
        *(events, auth, media, cameras, webrtc, zones, recordings, vision, audio, health, realtime),
        *(clipper, clips, snapshots, shares, clip_rules, corrections, observations, analytics, time_zone),
        *(notifications, receivers, routines, devices, commands, device_socket, precision, training_progress),
        *(coach, sessions, storage),
        *(model_slots, model_switch, evaluations, models, runs, run_pictures, analytics_source),
    ):
        api.include_router(room.router)
    if DIST.is_dir():
        api.mount("/", Pages(settings().s3_public_endpoint), name="pages")
    return api


@serve.deployment(max_ongoing_requests=2000, health_check_period_s=5, graceful_shutdown_timeout_s=5)
@serve.ingress(create_app)
class Web:
    """Serve's door to `create_app`, and to gRPC. It holds the sockets, so a model change never touches it.

    Serve calls the methods of `pawsight/rpc/vision.proto` by their names there.
    """

    app: FastAPI  # Serve's

    async def Process(  # noqa: N802
        self, request: ProcessRequest, grpc_context: RayServegRPCContext
    ) -> ProcessResponse:
        """One picture."""
        return await vision_rpc.process(self.app.state.resources, request, grpc_context)

    async def ProcessStream(  # noqa: N802
        self, requests: gRPCInputStream[ProcessRequest], grpc_context: RayServegRPCContext
    ) -> AsyncIterator[StreamResponse]:
        """Many pictures, answered in their order."""
        stream = vision_rpc.process_stream(self.app.state.resources, requests, grpc_context)
        async with aclosing(stream) as answers:
            async for answer in answers:
                yield answer


application = Web.bind()  # type: ignore[attr-defined]
