"""`make bench`: starts a system of its own, measures, prints tables, stops it. Figures are ratios of one run."""

import argparse
import asyncio

import httpx

from pawsight.settings import Settings
from tests.load import api_throughput, live_camera, vision_latency
from tests.load.report import machine, table
from tests.system import running_system


async def main(only: list[str]) -> None:
    """Run the benchmarks, or those named."""
    with running_system() as system:
        print(f"Machine: {machine()}, load generator included")
        config = Settings()
        headers = {"Authorization": f"Bearer {system.token}"}
        async with httpx.AsyncClient(base_url=system.url, headers=headers) as client:
            camera_id = (await client.get("/api/cameras")).json()["items"][0]["id"]
        benches = {
            "api": (
                "API, the demo camera live beside it",
                lambda: api_throughput.measure(system.url, system.token, system.env),
            ),
            "vision": (
                "One picture through /vision/process",
                lambda: vision_latency.measure(system.url, system.token, config),
            ),
            "camera": (
                "One camera",
                lambda: live_camera.picture_rate(system.url, system.token, camera_id),
            ),
            "websocket": (
                "WebSockets",
                lambda: live_camera.frame_messages(system.url, system.token, camera_id),
            ),
        }
        for name, (title, measure) in benches.items():
            if not only or name in only:
                table(title, await measure())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help="api, vision, camera, websocket; all when left out")
    asyncio.run(main(parser.parse_args().only))
