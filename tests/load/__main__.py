"""`make bench`: starts a system of its own, measures, prints tables, stops it. Figures are ratios of one run."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable

import httpx

from pawsight.settings import Settings
from tests.load import (
    api_throughput,
    batch_speed,
    clip_speed,
    coach,
    fallback,
    glass_to_glass,
    live_camera,
    model_switch,
    overlay,
    recording,
    recovery,
    saturation,
    ten_cameras,
    ten_dogs,
    viewer,
    vision_latency,
    year,
)
from tests.load.report import Row, machine, table
from tests.system import System, running_system

Bench = tuple[str, Callable[[System, str], Awaitable[list[Row]]]]

BENCHES: dict[str, Bench] = {
    "api": (
        "API, alone on the machine, and beside a live camera",
        lambda system, camera: api_throughput.measure(system.url, system.token, camera, system.env),
    ),
    "vision": (
        "One picture through /vision/process",
        lambda system, camera: vision_latency.measure(system.url, system.token, camera, Settings()),
    ),
    "saturation": (
        "As many pictures as the machine can see",
        lambda system, camera: saturation.measure(
            system.url, system.run_file["grpc"], system.token, camera, Settings()
        ),
    ),
    "camera": (
        "One camera",
        lambda system, camera: live_camera.picture_rate(system.url, system.token, camera),
    ),
    "websocket": (
        "WebSockets",
        lambda system, camera: live_camera.frame_messages(system.url, system.token, camera),
    ),
    "glass": (
        "Glass to glass, and what a viewer costs",
        lambda system, camera: glass_to_glass.measure(system.url, system.token, camera, system.pid),
    ),
    "fallback": (
        "From WebRTC to MJPEG",
        lambda system, _: fallback.measure(system.url, system.token),
    ),
    "clip": (
        "A clip of 30 s out of four segments",
        lambda _, __: clip_speed.measure(),
    ),
    "recording": (
        "An hour of recording, as fast as it goes",
        lambda system, _: recording.measure(system.env),
    ),
    "year": (
        "A year of events",
        lambda _, __: year.measure(),
    ),
    "recovery": (
        "After a kill",
        lambda system, _: recovery.measure(system),
    ),
    "switch": (
        "Twenty switches of the detector under load",
        lambda system, _: model_switch.measure(system.url, system.token),
    ),
    "batch": ("Archived video through the models", batch_speed.measure),
    "ten": (
        "Ten cameras",
        lambda system, camera: ten_cameras.measure(system.url, system.token, camera, system.pid),
    ),
    "dogs": (
        "Ten cameras with a dog before each",
        lambda system, camera: ten_dogs.measure(system.url, system.token, camera, system.pid),
    ),
}


WITH_COACH: dict[str, Bench] = {
    "coach": ("The coach", coach.measure),
    "harness": ("The coach's answers, checked", coach.harness),
}
"""Those that need a language model, which takes a core of everything else while it starts."""


def _timed(minutes: float | None) -> dict[str, Bench]:
    """Those that watch for a while. minutes: how long; None leaves it to each."""
    return {
        "overlay": (
            "Boxes on the live page, and what they are drawn around",
            lambda system, camera: overlay.measure(
                system.url, system.token, camera, minutes or overlay.MINUTES
            ),
        ),
        "viewer": (
            f"{minutes or viewer.MINUTES:g} minutes of live view",
            lambda system, camera: viewer.measure(
                system.url, system.token, camera, minutes or viewer.MINUTES
            ),
        ),
    }


async def main(only: list[str], minutes: float | None) -> None:
    """Run the benchmarks, or those named."""
    print(f"Machine: {machine()}, load generator included")
    await _run(BENCHES | _timed(minutes), only, {})
    await _run(WITH_COACH, only, coach.ENVIRONMENT)


async def _run(benches: dict[str, Bench], only: list[str], environment: dict[str, str]) -> None:
    chosen = {name: bench for name, bench in benches.items() if not only or name in only}
    if not chosen:
        return
    with running_system(PAWSIGHT_ALLOW_LOOPBACK_SOURCES="true", **environment) as system:
        headers = {"Authorization": f"Bearer {system.token}"}
        async with httpx.AsyncClient(base_url=system.url, headers=headers) as client:
            camera_id = (await client.get("/api/cameras")).json()["items"][0]["id"]
        for title, measure in chosen.values():
            table(title, await measure(system, camera_id))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    names = ", ".join(BENCHES | _timed(None) | WITH_COACH)
    parser.add_argument("only", nargs="*", help=f"{names}; all when left out")
    told = f"how long `overlay` and `viewer` watch, instead of {overlay.MINUTES:g} and {viewer.MINUTES:g} minutes"
    parser.add_argument("--minutes", type=float, help=told)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.only, arguments.minutes))
