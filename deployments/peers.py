"""The door of a camera's actor to browsers: offers in, answers out, whichever replica carries them."""

import ipaddress

import ray

from pawsight.settings import Settings
from video.peer_session import PeerConfig, SessionStatus
from video.peers import Answer, PeerHub


def peer_config(config: Settings) -> PeerConfig:
    """How browsers reach the node that this runs on; in a worker of Ray."""
    told = (config.webrtc_public_address, ipaddress.ip_address(ray.util.get_node_ip_address()))
    secret = config.webrtc_turn_credential
    return PeerConfig(
        stun_url=config.webrtc_stun_url,
        turn_url=config.webrtc_turn_url,
        turn_username=config.webrtc_turn_username,
        turn_credential=secret.get_secret_value() if secret else None,
        # Ray may know the node by an address that no interface has, as behind a NAT; a laptop's is loopback.
        addresses=tuple(str(one) for one in told if one is not None and not one.is_loopback),
        most_viewers=config.webrtc_max_viewers,
        fps=config.camera_fps,
    )


class PeerDoor:
    """What an actor with a `PeerHub` is asked from outside. Errors are those of `video.errors.PeerError`."""

    _peers: PeerHub

    async def whep_offer(self, offer: str) -> Answer:
        """Let a browser watch."""
        return await self._peers.whep(offer)

    async def whip_offer(self, offer: str) -> Answer:
        """Let a browser be the camera."""
        return await self._peers.whip(offer)

    async def end_session(self, session_id: str) -> None:
        """End a session; it is closed soon after."""
        self._peers.end(session_id)

    async def session_status(self, session_id: str) -> SessionStatus:
        """One session as it is now."""
        return self._peers.status(session_id)
