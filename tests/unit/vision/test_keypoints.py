from vision.keypoints import KEYPOINTS, MIRRORED


def test_mirroring_twice_changes_nothing() -> None:
    assert [MIRRORED[index] for index in MIRRORED] == list(range(24))


def test_left_becomes_right_and_the_middle_stays() -> None:
    pairs = {KEYPOINTS[a]: KEYPOINTS[b] for a, b in enumerate(MIRRORED)}

    assert pairs["front_left_paw"] == "front_right_paw"
    assert pairs["right_ear_tip"] == "left_ear_tip"
    assert pairs["nose"] == "nose"


def test_the_order_is_the_one_that_ultralytics_mirrors_by() -> None:
    assert MIRRORED == (6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 12, 13, 15, 14, 16, 17, 19, 18, 21, 20, 22, 23)
