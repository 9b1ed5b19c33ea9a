"""The files of one camera's segments on this node's disk: films, and beside them what was seen and heard. Blocking."""

from pathlib import Path

import structlog

from pawsight import recordings
from video.fragments import Contents, NothingWhole, mend, survey
from video.segment_file import PART, RecordedSegment

log = structlog.get_logger()


def whole_segments(folder: Path, known: frozenset[int]) -> list[RecordedSegment]:
    """The segments that lie there, without those known by their beginning; what has nothing whole in it goes."""
    found = []
    for path in sorted(folder.glob("*.mp4")):
        if not path.stem.isdigit() or int(path.stem) in known:
            continue
        try:
            with path.open("rb") as file:
                found.append(_segment(path, survey(file)))
        except NothingWhole:
            unlink_film(path)
    _forget_strays(folder)
    return found


def _forget_strays(folder: Path) -> None:
    """Delete observations whose film is gone, since it went while they were written, or that were written half."""
    for path in folder.glob(f"*{recordings.OBSERVATIONS}*"):
        if path.suffix == PART or not path.with_suffix(".mp4").exists():
            path.unlink(missing_ok=True)


def mended_segment(part: Path) -> RecordedSegment | None:
    """A segment of what nobody finished; None, and the file is gone, when nothing in it is whole."""
    whole = part.with_name(part.name.removesuffix(PART))
    try:
        contents = mend(part)
    except NothingWhole:
        part.unlink()
        return None
    part.rename(whole)
    log.info("a segment that nobody finished was mended", segment=str(whole))
    return _segment(whole, contents)


def _segment(path: Path, contents: Contents) -> RecordedSegment:
    begins_at = int(path.stem)
    return RecordedSegment(
        path,
        begins_at,
        begins_at + contents.shown_from,
        begins_at + contents.shown_until,
        contents.size_bytes,
    )


def unlink_film(film: Path) -> None:
    """Delete a segment's file, and what was seen and heard meanwhile."""
    film.unlink(missing_ok=True)
    recordings.observations_path(film).unlink(missing_ok=True)
