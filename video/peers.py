"""A camera's WebRTC connections: viewers by WHEP (draft-ietf-wish-whep), one sender by WHIP (RFC 9725).

All of it lives on one event loop, that of the camera. Packets come from a `LiveFanout`; what a browser sends
goes to a `PushTarget`.
"""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from video.errors import CameraSilent, NotPushed, SessionUnknown, TooManyPeers
from video.frames import DecodedFrame
from video.live_encoding import LiveCodec, SharedSound, SharedVideo
from video.offers import Kind, codec_of, readable
from video.packets import AudioFormat
from video.peer_session import Direction, PeerConfig, PushTarget, Session, SessionStatus
from video.sampler import NewestFrame
from video.viewers import LiveFanout, Viewer


@dataclass(frozen=True, slots=True)
class Answer:
    """The SDP to send back, and the name of the session that it began."""

    session_id: str
    sdp: str


class PeerHub:
    """The sessions of one camera.

    live: a sink of the camera's feed. pictures: the newest pictures of whatever feed there is now, for browsers
    that can't show its packets. push: where a browser's frames go; it gives None when the camera is none that
    browsers push to.
    """

    def __init__(
        self,
        config: PeerConfig,
        *,
        pictures: Callable[[], NewestFrame[DecodedFrame] | None],
        push: Callable[[], PushTarget | None],
    ) -> None:
        self.live = LiveFanout(self._format_changed)
        self._config = config
        self._loop = asyncio.get_running_loop()
        self._push = push
        self._encoded: dict[LiveCodec, SharedVideo] = {
            "H264": SharedVideo("H264", config.fps, pictures),
            "VP8": SharedVideo("VP8", config.fps, pictures),
        }
        self._sound = SharedSound(self.live.audio, self._audio_format)
        self._sessions: dict[str, Session] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def viewers(self) -> int:
        """Connections that are watching, or about to."""
        return len(self._of("whep"))

    async def whep(self, offer: str) -> Answer:
        """Let a browser watch. Raises `OfferRefused`, `CameraSilent`, `TooManyPeers` or `NoAddress`."""
        offer = readable(offer)
        stream = self.live.format
        if stream is None:
            raise CameraSilent("the camera sends nothing right now")
        if self.viewers >= self._config.most_viewers:
            raise TooManyPeers(f"{self._config.most_viewers} viewers are connected already")
        session = Session("whep", self._config)
        session.send_video(self._watch_as("H264"))
        if stream.audio is not None and codec_of(offer, "audio") is not None:
            session.send_sound(self._sound.watch)
        answer = await self._begin(session, offer)
        assert session.video is not None
        session.video.watch(self._watch_as(session.codec))
        return answer

    async def whip(self, offer: str) -> Answer:
        """Let a browser be the camera; whoever was it before is sent away.

        Raises `NotPushed`, `OfferRefused` or `NoAddress`.
        """
        if self._push() is None:
            raise NotPushed("this camera has a source of its own")
        offer = readable(offer)
        kinds: tuple[Kind, ...] = ("video", "audio")
        session = Session("whip", self._config)
        session.receive([kind for kind in kinds if codec_of(offer, kind) is not None], self._push)
        before = self._of("whip")
        answer = await self._begin(session, offer)
        for other in before:
            other.ended.set()
        return answer

    def end(self, session_id: str) -> None:
        """End a session. Raises `SessionUnknown`."""
        self._session(session_id).ended.set()

    def status(self, session_id: str) -> SessionStatus:
        """One session as it is now. Raises `SessionUnknown`."""
        session = self._session(session_id)
        video = session.video
        return SessionStatus(
            direction=session.direction,
            state=session.state,
            codec=session.codec,
            passthrough=video is not None and session.codec == "H264" and self.live.passes,
            rtp_origin=video.rtp_origin if video else None,
            dropped=video.dropped if video else 0,
            keyframes_only=session.loss.is_poor,
        )

    async def close(self) -> None:
        """End every session and all encoding."""
        for session in self._sessions.values():
            session.ended.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for shared in (*self._encoded.values(), self._sound):
            await shared.close()

    async def _begin(self, session: Session, offer: str) -> Answer:
        # Counted from here on, so that many at once are not more than one after the other.
        self._sessions[session.id] = session
        try:
            answer = await session.answer(offer)
        except BaseException:
            del self._sessions[session.id]
            await session.close()
            raise
        task = asyncio.create_task(self._look_after(session))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return Answer(session.id, answer)

    async def _look_after(self, session: Session) -> None:
        try:
            await session.live()
        finally:
            del self._sessions[session.id]
            await session.close()
            if session.direction == "whip" and not self._of("whip"):
                target = self._push()
                if target is not None:
                    target.ended()

    def _of(self, direction: Direction) -> list[Session]:
        return [one for one in self._sessions.values() if one.direction == direction]

    def _session(self, session_id: str) -> Session:
        try:
            return self._sessions[session_id]
        except KeyError:
            raise SessionUnknown("there is no such session, or it has ended") from None

    def _watch_as(self, codec: LiveCodec) -> Callable[[], Viewer]:
        """Where a viewer of this codec gets its packets, as long as the source stays as it is."""
        if codec == "H264" and self.live.passes:
            return self.live.video.watch
        return self._encoded[codec].watch

    def _audio_format(self) -> AudioFormat | None:
        stream = self.live.format
        return stream.audio if stream else None

    def _format_changed(self) -> None:
        # On the feed's thread. A loop that is closed has no viewers left.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._follow_format)

    def _follow_format(self) -> None:
        """Let every viewer go on in whatever way it can have the source now."""
        for session in self._of("whep"):
            if session.video is not None and self.live.format is not None:
                session.video.watch(self._watch_as(session.codec))
