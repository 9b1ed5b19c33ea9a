"""What a browser loads before it shows anything: a build is judged, as `npm run build` left it."""

import gzip
import re
from pathlib import Path

import pytest

DIST = Path(__file__).resolve().parents[3] / "web/dist"
MOST_JAVASCRIPT = 200_000
"""Bytes over the wire."""

VIEWS = ("GalleryView", "AnalyticsView", "RoutinesView", "SettingsView", "ModelsView", "CameraPage", "CoachPanel")
"""They are loaded when they are opened."""


@pytest.fixture(scope="module")
def first_scripts() -> list[Path]:
    """The page's script, and all that it can't begin without."""
    page = (DIST / "index.html").read_text("utf-8")
    return [DIST / name for name in re.findall(r'(?:src|href)="/(assets/[^"]+\.js)"', page)]


def test_the_first_load_is_small(first_scripts: list[Path]) -> None:
    packed = [_packed(script) for script in first_scripts]

    assert sum(packed) > MOST_JAVASCRIPT / 10  # it is the app that is weighed
    assert sum(packed) < MOST_JAVASCRIPT


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_no_part_of_it(first_scripts: list[Path], view: str) -> None:
    (script,) = (DIST / "assets").glob(f"{view}-*.js")

    assert script not in first_scripts


def test_what_was_packed_is_what_lies_beside_it() -> None:
    packed = list(DIST.rglob("*.gz"))

    assert len(packed) > len(VIEWS)
    assert [one for one in packed if gzip.decompress(one.read_bytes()) != one.with_suffix("").read_bytes()] == []


def _packed(script: Path) -> int:
    """Bytes that the server sends of it."""
    packed = script.with_name(f"{script.name}.gz")
    return (packed if packed.exists() else script).stat().st_size
