"""The last events of a user as ready bytes: the hottest read there is.

A body is kept only while this replica hears of the user's every new event, and dropped at each of them.
"""

from uuid import UUID

from app.realtime_hub import RealtimeHub
from db.event_store import EventStore


class RecentEvents:
    """Bodies of `GET /api/events/recent`, one a user."""

    def __init__(self, store: EventStore, hub: RealtimeHub) -> None:
        self._store = store
        self._hub = hub
        self._bodies: dict[UUID, bytes] = {}
        self._generation = 0
        hub.on_event = self._drop
        hub.on_lost = self._drop_all

    def cached(self, user_id: UUID) -> bytes | None:
        """The body, if it is known to be fresh."""
        return self._bodies.get(user_id)

    async def body(self, user_id: UUID) -> bytes:
        """`{"items": [...], "nextCursor": null}` with the newest first, as JSON.

        Raises:
            DatabaseError: Redis is away and so is PostgreSQL.
        """
        heard = await self._hub.follow(user_id)
        generation = self._generation
        items = await self._store.recent(user_id)
        body = b'{"items":[' + b",".join(items) + b'],"nextCursor":null}'
        # An event that came while we were reading may be missing from what we read.
        if heard and generation == self._generation:
            self._bodies[user_id] = body
        return body

    def _drop(self, user_id: UUID) -> None:
        self._generation += 1
        self._bodies.pop(user_id, None)

    def _drop_all(self) -> None:
        self._generation += 1
        self._bodies.clear()
