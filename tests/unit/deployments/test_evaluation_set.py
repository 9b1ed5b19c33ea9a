"""Sets that people upload: read member by member, and never beyond their bounds."""

import json
from pathlib import Path

import pytest

from deployments import evaluation_set
from deployments.evaluation_set import ANNOTATIONS, LABELS_CSV, LabelledSet, SetInvalid
from tests import labelled_sets
from tests.labelled_sets import zipped


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "set.zip"
    path.write_bytes(content)
    return path


def test_pictures_come_with_boxes_and_points_in_fractions(tmp_path: Path) -> None:
    labelled = LabelledSet(written(tmp_path, labelled_sets.pictures()))
    street, husky = labelled

    assert (len(labelled), labelled.classes, labelled.is_of_sounds) == (2, {"dog"}, False)
    (box,) = street.labelled(768, 576)
    (dog,) = street.dogs(768, 576)
    assert box.class_name == "dog"
    assert box.box == pytest.approx((0.17, 0.37, 0.25, 0.57), abs=1e-3)
    assert dog.points == {"nose": pytest.approx((0.378, 0.483))}
    assert husky.dogs(194, 222)[0].points == {}


def test_sounds_come_with_their_labels(tmp_path: Path) -> None:
    labelled = LabelledSet(written(tmp_path, labelled_sets.sounds()))
    (bark,) = labelled

    assert (labelled.is_of_sounds, bark.label) == (True, "bark")
    assert bark.data.startswith(b"OggS")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no archive", "no ZIP"),
        (zipped({"readme": b""}), "neither"),
        (zipped({ANNOTATIONS: b"["}), "can't be read"),
        (zipped({ANNOTATIONS: b"[" * 100_000}), "can't be read"),
        (zipped({ANNOTATIONS: b'{"images": [], "annotations": [], "categories": []}'}), "0 labelled files"),
        (
            zipped({ANNOTATIONS: b'{"images": [{"id": 1}], "annotations": [], "categories": []}'}),
            "can't be read",
        ),
        (
            labelled_sets.pictures(
                {**labelled_sets.annotations(), "images": [{"id": 0, "file_name": "../x"}]}
            ),
            "not in",
        ),
        (zipped({LABELS_CSV: b"file,label\na.wav,miaow\n"}), "'miaow' is none of"),
        (zipped({LABELS_CSV: b"\xff\xfe"}), "can't be read"),
    ],
    ids=["text", "nothing", "cut off", "deep", "empty", "no name", "a path", "another label", "no text"],
)
def test_what_is_no_set_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(SetInvalid, match=why):
        LabelledSet(written(tmp_path, content))


def test_a_member_is_read_no_further_than_it_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation_set, "LARGEST_MEMBER", 1000)
    told = labelled_sets.annotations()
    told["images"] = told["images"][:1]
    bomb = zipped({ANNOTATIONS: json.dumps(told).encode(), told["images"][0]["file_name"]: bytes(10_000_000)})
    with pytest.raises(SetInvalid, match="more than 1,000 bytes"):
        list(LabelledSet(written(tmp_path, bomb)))


def test_a_broken_member_is_told_of(tmp_path: Path) -> None:
    content = bytearray(labelled_sets.sounds())
    middle = len(content) // 2
    content[middle : middle + 64] = bytes(64)
    with pytest.raises(SetInvalid, match=r"bark\.ogg"):
        list(LabelledSet(written(tmp_path, bytes(content))))
