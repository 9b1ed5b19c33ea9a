from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage

from tests.footage import BEGIN, FPS, number_in, record
from video.clips import cut
from video.errors import PieceUnreadable
from video.packets import TICKS_HZ
from video.previews import ANIMATION_PICTURES, PREVIEW_WIDTH, make_previews


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """15 s, a keyframe each second, 768 px wide."""
    folder = tmp_path_factory.mktemp("clip")
    footage = record(folder, width=768, height=432)
    cut(footage, BEGIN, BEGIN + 15 * TICKS_HZ, folder / "clip.mp4")
    return folder / "clip.mp4"


def test_the_small_picture_and_the_poster_show_the_moment(clip: Path, tmp_path: Path) -> None:
    made = make_previews(clip, 15 * TICKS_HZ, round(5.4 * TICKS_HZ), tmp_path)

    preview, poster = cv2.imread(str(made.preview)), cv2.imread(str(made.poster))
    assert preview is not None
    assert poster is not None
    assert preview.shape == (180, PREVIEW_WIDTH, 3)
    assert poster.shape == (432, 768, 3)
    assert number_in(preview) == number_in(poster) == 5 * FPS
    assert made.preview.read_bytes().startswith(b"\x89PNG")
    assert made.poster.read_bytes().startswith(b"\xff\xd8")


def test_the_animation_goes_through_the_whole_clip(clip: Path, tmp_path: Path) -> None:
    made = make_previews(clip, 15 * TICKS_HZ, 7 * TICKS_HZ, tmp_path)

    with PillowImage.open(made.animation) as animation:
        seen = []
        for number in range(animation.n_frames):
            animation.seek(number)
            seen.append(number_in(np.array(animation.convert("RGB"))))
    assert seen == sorted(seen)
    assert len(seen) in (ANIMATION_PICTURES, ANIMATION_PICTURES + 1)
    assert seen[0] == 0
    assert seen[-1] >= 12 * FPS
    assert made.animation.stat().st_size < 60_000


def test_a_clip_of_one_group_has_one_picture(tmp_path: Path) -> None:
    footage = record(tmp_path, segments=1, pictures=10)
    cut(footage, BEGIN, BEGIN + TICKS_HZ, tmp_path / "clip.mp4")

    made = make_previews(tmp_path / "clip.mp4", TICKS_HZ // 2, 0, tmp_path)

    assert number_in(cv2.imread(str(made.preview))) == 0  # type: ignore[arg-type]


def test_what_is_no_clip_has_no_previews(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_bytes(b"not a film")

    with pytest.raises(PieceUnreadable):
        make_previews(tmp_path / "clip.mp4", TICKS_HZ, 0, tmp_path)


def test_pictures_that_cannot_be_decoded_have_no_previews(tmp_path: Path) -> None:
    (footage,) = record(tmp_path, segments=1, pictures=10, sound=False)
    content = bytearray(footage.path.read_bytes())
    begin = content.index(b"mdat") + 4
    content[begin:] = bytes(len(content) - begin)
    footage.path.write_bytes(content)

    with pytest.raises(PieceUnreadable, match=r"keyframe|no picture"):
        make_previews(footage.path, TICKS_HZ, 0, tmp_path)
