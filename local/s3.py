"""S3 for one machine: SeaweedFS on loopback, with keys made at the first start."""

import json
import os
import secrets
import shutil
import uuid
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local.service import NotReadyError, Service, executable, free_port

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PORTS = (
    *("s3.port", "s3.port.grpc", "master.port", "master.port.grpc", "volume.port", "volume.port.grpc"),
    *("filer.port", "filer.port.grpc", "admin.port", "admin.port.grpc"),
)
SWITCHED_OFF = (
    "webdav=false",
    "admin.ui=false",
    "master.telemetry=false",
    "s3.port.iceberg=0",
    "s3.port.lance=0",
)


class S3(Service):
    """`weed mini`: master, volume server, filer and S3 gateway in one process.

    Its filer asks for no password, so everything listens on loopback only.
    """

    name = "s3"
    grace_s = 4.0  # now and then it hangs in its own shutdown; what it acknowledged is written already

    def __init__(self, folder: Path, run_folder: Path, bucket: str = "pawsight") -> None:
        super().__init__(folder, run_folder)
        self.bucket = bucket
        self.ports = {name: free_port() for name in PORTS}

    @property
    def endpoint(self) -> str:
        """What `PAWSIGHT_S3_ENDPOINT` becomes."""
        return f"http://127.0.0.1:{self.ports['s3.port']}"

    @property
    def access_key(self) -> str:
        """What `PAWSIGHT_S3_ACCESS_KEY` becomes."""
        return self._keys["accessKey"]

    @property
    def secret_key(self) -> str:
        """What `PAWSIGHT_S3_SECRET_KEY` becomes."""
        return self._keys["secretKey"]

    @property
    def settings(self) -> dict[str, str]:
        """The environment variables that point Pawsight at this server."""
        return {
            "PAWSIGHT_S3_ENDPOINT": self.endpoint,
            "PAWSIGHT_S3_ACCESS_KEY": self.access_key,
            "PAWSIGHT_S3_SECRET_KEY": self.secret_key,
            "PAWSIGHT_S3_BUCKET": self.bucket,
        }

    @property
    def _config(self) -> Path:
        return self.folder / "s3.json"

    @cached_property
    def _keys(self) -> dict[str, str]:
        identities = json.loads(self._config.read_text(encoding="utf-8"))["identities"]
        keys: dict[str, str] = identities[0]["credentials"][0]
        return keys

    def prepare(self) -> None:
        """See `Service`."""
        super().prepare()
        if not self._config.exists():
            keys = {"accessKey": secrets.token_hex(10), "secretKey": secrets.token_urlsafe(30)}
            actions = ["Admin", "Read", "Write", "List", "Tagging"]
            identity = {"name": "pawsight", "credentials": [keys], "actions": actions}
            write_private(self._config, json.dumps({"identities": [identity]}))
        # The options of the last run, ports and all, and its master's folder, which is named after its port.
        (self.folder / "mini.options").unlink(missing_ok=True)
        for old in self.folder.glob("m[0-9]*"):
            if old.name != f"m{self.ports['master.port']}":
                shutil.rmtree(old)
        self.clean_up()

    def command(self) -> list[str]:
        """See `Service`."""
        return [
            *(str(executable("weed")), "mini", f"-dir={self.folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"),
            *(f"-{name}={port}" for name, port in self.ports.items()),
            *(f"-{switch}" for switch in SWITCHED_OFF),
            *(
                f"-s3.config={self._config}",
                f"-bucket={self.bucket}",
                "-volume.id=local",
                "-volume.preStopSeconds=0",
                # What was deleted takes its place until then: old recordings go when the disk is short.
                "-master.vacuumIntervalSeconds=60",
            ),
            f"-s3.localSocket={self.run_folder / 's3.sock'}",
            f"-filer.localSocket={self.run_folder / 'filer.sock'}",
        ]

    def environment(self) -> dict[str, str]:
        """See `Service`."""
        return {**os.environ, "GOMEMLIMIT": "300MiB"}

    @cached_property
    def client(self) -> "S3Client":
        """A boto3 client of this server."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            region_name="us-east-1",
            config=Config(
                connect_timeout=1,
                read_timeout=5,
                retries={"total_max_attempts": 1},
                s3={"addressing_style": "path"},
            ),
        )

    def check(self) -> None:
        """See `Service`. It answers, with 403, long before it can write: ready is an object written."""
        key = f".ready/{uuid.uuid4()}"
        try:
            self.client.put_object(Bucket=self.bucket, Key=key, Body=b"ready")
            self.client.delete_object(Bucket=self.bucket, Key=key)
        except (BotoCoreError, ClientError) as error:
            raise NotReadyError(str(error)) from error

    def clean_up(self) -> None:
        """See `Service`. SeaweedFS puts sockets into /tmp, named by port; killed, it leaves them there."""
        for name, port in self.ports.items():
            if name.endswith("grpc"):
                part = name.partition(".")[0]
                Path(f"/tmp/seaweedfs-{part}-grpc-{port}.sock").unlink(missing_ok=True)  # noqa: S108


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads (mode 0600); whole or not at all."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    new.replace(path)
