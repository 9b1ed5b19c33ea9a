"""The web app's types come from the backend: a change on one side must not go unseen on the other."""

import json
import subprocess
from pathlib import Path

import pytest

from app.schema import export

WEB = Path(__file__).resolve().parents[3] / "web"
HOW = "run `python -m app.schema web/src/api`, then `npm run generate` in web/, and commit both"


@pytest.mark.parametrize("name", ["openapi.json", "messages.schema.json"])
def test_the_schemas_in_the_web_app_are_the_backends(name: str, tmp_path: Path) -> None:
    export(tmp_path)
    assert json.loads((WEB / "src/api" / name).read_text()) == json.loads((tmp_path / name).read_text()), HOW


def test_the_types_of_the_web_app_are_those_of_its_schemas() -> None:
    assert (WEB / "node_modules").is_dir(), "run `npm ci` in web/ first"
    checked = subprocess.run(
        ["node", "scripts/generate.mjs", "--check"], cwd=WEB, capture_output=True, text=True, timeout=120
    )
    assert checked.returncode == 0, checked.stderr
