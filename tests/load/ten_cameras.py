"""Ten cameras at once, each recorded, sampled and watched by one WebRTC viewer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import httpx
import psutil
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.rtp import RtpPacket

from tests.load.demo_camera import demo_camera_off
from tests.load.glass_to_glass import added
from tests.load.numbered_camera import FPS, HEIGHT, WIDTH, numbered_cameras
from tests.load.processes import camera_actors, cpu_s, own_bytes
from tests.load.report import Row

CAMERAS = 10
SETTLE_S = 5.0
SECONDS = 30.0


@dataclass
class Counter:
    """A viewer that counts pictures by their RTP time stamps and decodes none: two cores are few enough."""

    session: str = ""
    stamps: set[int] = field(default_factory=set)

    async def take(self, packet: RtpPacket, arrival_time_ms: int) -> None:
        """In the place of aiortc's receiver."""
        self.stamps.add(packet.timestamp)


async def measure(url: str, token: str, demo_camera: str, pid: int) -> list[Row]:
    """Needs a system that takes cameras on loopback. pid: of its launcher."""
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        httpx.AsyncClient(base_url=url, headers=headers, timeout=30) as api,
        demo_camera_off(api, demo_camera),
        numbered_cameras() as cameras,
        added(api, cameras, CAMERAS) as ids,
        AsyncExitStack() as watching,
    ):
        viewers = [await watching.enter_async_context(_viewer(api, camera)) for camera in ids]
        await asyncio.sleep(SETTLE_S)
        for viewer in viewers:
            viewer.stamps.clear()
        actors = camera_actors(pid)
        used_s, _ = cpu_s(actors), psutil.cpu_percent()
        await asyncio.sleep(SECONDS)
        rates = [len(viewer.stamps) / SECONDS for viewer in viewers]
        share = (cpu_s(actors) - used_s) / SECONDS / len(actors)
        memory = own_bytes(actors) / len(actors)
        machine = psutil.cpu_percent() / 100 * psutil.cpu_count()
        sessions = [(await api.get(viewer.session)).json() for viewer in viewers]
        states = [(await api.get(f"/api/cameras/{camera}")).json()["status"] for camera in ids]
    recording = [(one["recording"] or {}) for one in states]
    return [
        (
            f"{CAMERAS} cameras, {WIDTH}x{HEIGHT}: pictures to a viewer, mean and least",
            f"{sum(rates) / len(rates):.1f}, {min(rates):.1f} /s",
            str(FPS),
        ),
        ("passed through, not encoded again", f"{sum(one['passthrough'] for one in sessions)}", str(CAMERAS)),
        ("packets dropped for viewers", f"{sum(one['dropped'] for one in sessions)}", "0"),
        ("recorded", f"{sum(one.get('state') == 'recording' for one in recording)}", str(CAMERAS)),
        ("packets lost by recorders", f"{sum(one.get('dropped', 0) for one in recording)}", "0"),
        ("frames analysed, all cameras", f"{sum(one['analysedFps'] for one in states):.1f} /s", ""),
        ("CPU of one camera", f"{share:.1%} of a core", ""),
        ("memory of one camera's own", f"{memory / 1e6:.0f} MB", "< 200 MB"),
        ("the machine, load generator included", f"{machine:.2f} of {psutil.cpu_count()} cores", ""),
    ]


@asynccontextmanager
async def _viewer(api: httpx.AsyncClient, camera: str) -> AsyncIterator[Counter]:
    counter = Counter()
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    connection.addTransceiver("video", direction="recvonly")
    connection.getReceivers()[0]._handle_rtp_packet = counter.take  # type: ignore[method-assign]
    await connection.setLocalDescription(await connection.createOffer())
    answer = await api.post(
        f"/api/cameras/{camera}/whep",
        content=connection.localDescription.sdp,
        headers={"Content-Type": "application/sdp"},
    )
    answer.raise_for_status()
    counter.session = answer.headers["Location"]
    await connection.setRemoteDescription(RTCSessionDescription(answer.text, "answer"))
    try:
        yield counter
    finally:
        await connection.close()
