"""What this node is called in the URIs of files on its disk."""

import contextlib
import os
from pathlib import Path

from pawsight.ids import new_id

FILE = "node-id"


def node_id(data_dir: Path) -> str:
    """The name of the node whose data folder this is: made once, then the same for ever. Blocking.

    A host name would not do: it changes, and two nodes of a test have the same.

    Raises:
        OSError: the data folder can't be written.
    """
    path = data_dir / FILE
    if not path.exists():
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        mine = path.with_name(f"{FILE}.{os.getpid()}")
        mine.write_text(new_id().hex, "ascii")
        # Several processes may begin at once: the first link counts, and a reader never sees half a name.
        with contextlib.suppress(FileExistsError):
            os.link(mine, path)
        mine.unlink()
    return path.read_text("ascii")
