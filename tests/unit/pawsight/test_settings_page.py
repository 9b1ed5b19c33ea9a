"""docs/settings.md tells all that can be set, and nothing else."""

import re
from pathlib import Path

import pytest

from pawsight.settings import Settings

PROJECT = Path(__file__).resolve().parents[3]
PAGE = (PROJECT / "docs" / "settings.md").read_text("utf-8")
ROWS = dict(re.findall(r"(?m)^\| `(PAWSIGHT_[A-Z0-9_]+)` \| (.*?) \|", PAGE))
FIELDS = Settings.model_fields


@pytest.mark.parametrize("name", FIELDS)
def test_each_setting_is_on_the_page_with_its_default(name: str) -> None:
    default = FIELDS[name].default
    shown = (
        "none" if default is None else f"`{str(default).lower() if isinstance(default, bool) else default}`"
    )

    assert ROWS.get(f"PAWSIGHT_{name.upper()}") == shown


def test_the_page_names_nothing_that_no_code_reads() -> None:
    known = {f"PAWSIGHT_{name.upper()}" for name in FIELDS}
    read = {
        variable
        for room in ("local", "pawsight")
        for path in (PROJECT / room).rglob("*.py")
        for variable in re.findall(r"environ(?:\.get\(|\[)\"(PAWSIGHT_[A-Z_]+)\"", path.read_text("utf-8"))
    }

    assert set(ROWS) <= known | read
    # What one program of ours tells another is no setting.
    assert read - set(ROWS) <= {"PAWSIGHT_HAPROXY"}
