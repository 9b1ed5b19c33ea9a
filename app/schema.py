"""`python -m app.schema FOLDER`: what the web app's types are generated from."""

import json
import sys
from pathlib import Path

from app.main import create_app
from pawsight.messages import MESSAGES


def export(folder: Path) -> None:
    """Write `openapi.json` and `messages.schema.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    schemas = {
        "openapi.json": create_app().openapi(),
        "messages.schema.json": MESSAGES.json_schema(by_alias=True, mode="serialization"),
    }
    for name, schema in schemas.items():
        (folder / name).write_text(json.dumps(schema, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    export(Path(sys.argv[1]))
