"""Which system a client is for, where nobody says so."""

import json
import os
from pathlib import Path
from typing import Literal


def address_and_token(door: Literal["url", "grpc"], data_dir: str | Path) -> tuple[str, str]:
    """Where a door of the system is, and the token for it: as `PAWSIGHT_URL` or `PAWSIGHT_GRPC`, and `PAWSIGHT_TOKEN`,
    name it, else of the one that runs on this data folder.

    Raises:
        FileNotFoundError: neither is there.
    """
    address = os.environ.get("PAWSIGHT_URL") if door == "url" else os.environ.get("PAWSIGHT_GRPC")
    token = os.environ.get("PAWSIGHT_TOKEN")
    if address and token:
        return address, token
    run = json.loads((Path(data_dir) / "run.json").read_text("utf-8"))
    return str(run[door]), str(run["ownerToken"])
