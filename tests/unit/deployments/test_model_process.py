"""A model in a process of its own: it answers as in ours, and what its file does to it, it does to nobody else."""

import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from deployments.apart import ApartDetector, ApartEar, ApartPose
from deployments.confinement import Limits, without_network
from deployments.model_child import YIELDS
from deployments.model_errors import ModelDied, ModelFailed, ModelRefused
from deployments.model_process import ModelProcess, Opening
from deployments.priority import AUTOGROUP
from deployments.reference_set import DEMO, examine_ear
from hearing.classifier import open_engine
from hearing.spectrum import BANDS, FRAMES
from hearing.weights import BARKS
from pawsight.models import ModelType
from tests import model_files
from vision.engines.loading import load_engine
from vision.pose import PoseEstimator
from vision.weights import DOGPOSE, NANODET, OWN_MODELS, OWN_WEIGHTS

LIMITS = Limits(3_000_000_000, 120)
QUIET = np.zeros((2, FRAMES, BANDS), np.float32)
LOUD = np.full((1, FRAMES, BANDS), 2 * model_files.LOUD, np.float32)


def opened(model_type: ModelType, path: Path) -> ModelProcess:
    return ModelProcess.open(Opening(model_type, path, LIMITS, threads=1, search=(OWN_MODELS,)))


def ask_for_ever(ear: ApartEar) -> None:
    while True:
        ear.score(QUIET)


@pytest.fixture
def artifact(tmp_path: Path) -> Path:
    return tmp_path / "artifact.onnx"


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelProcess]:
    path = tmp_path_factory.mktemp("failing") / "ear.onnx"
    path.write_bytes(model_files.failing_ear())
    process = opened("sound", path)
    yield process
    process.close()


class TestAnswers:
    def test_an_ear_hears_what_it_hears_in_our_process(self) -> None:
        here = open_engine(OWN_WEIGHTS / BARKS, 1)
        spectra = np.random.default_rng(0).normal(size=(3, FRAMES, BANDS)).astype(np.float32)
        process = opened("sound", OWN_WEIGHTS / BARKS)
        there = ApartEar(process, "ear@1").score(spectra)
        process.close()

        np.testing.assert_allclose(there, here.score(spectra), atol=1e-5)
        assert process.signature["inputs"] == [
            {"name": "spectra", "dtype": "float32", "shape": ["n", 96, 64]}
        ]

    @pytest.mark.skipif(not (OWN_MODELS / NANODET).exists(), reason="make test converts NanoDet first")
    def test_a_detector_and_a_pose_model_see_what_they_see_in_our_process(self) -> None:
        picture = np.asarray(cv2.imread(str(DEMO / "dog-bicycle-truck.jpg")), np.uint8)
        here = load_engine(NANODET, search=[OWN_MODELS], threads=1, confidence=0.35).detect(
            [picture, picture]
        )
        detector = opened("detector", OWN_MODELS / NANODET)
        there = ApartDetector(detector, "nanodet@1").detect([picture, picture])
        detector.close()
        box = next(one.box for one in here[0] if one.class_name == "dog")
        pose = opened("pose", OWN_WEIGHTS / DOGPOSE)
        (posed,) = ApartPose(pose, "dogpose@1").estimate(picture, [box])
        pose.close()

        assert there == here
        assert (posed,) == tuple(
            PoseEstimator.load(OWN_WEIGHTS / DOGPOSE, threads=1).estimate(picture, [box])
        )


class TestFailures:
    def test_an_answer_that_fails_is_one_answer(self, failing: ModelProcess) -> None:
        ear = ApartEar(failing, "failing@1")
        with pytest.raises(ModelFailed, match="out of data bounds"):
            ear.score(LOUD)

        assert ear.score(QUIET).shape == (2, 9)
        assert failing.died is None

    def test_one_that_hangs_is_ended(self, artifact: Path) -> None:
        artifact.write_bytes(model_files.slow_ear(1_000_000))
        process = opened("sound", artifact)
        ear = ApartEar(process, "slow@1")
        examine_ear(ear)
        with pytest.raises(ModelDied, match=r"within 0\.5 s"):
            process.ask({}, [LOUD], within_s=0.5)

        with pytest.raises(ProcessLookupError):
            os.kill(process.pid, 0)
        with pytest.raises(ModelDied):
            ear.score(QUIET)
        process.close()

    def test_one_that_is_killed_says_by_what(self) -> None:
        process = opened("sound", OWN_WEIGHTS / BARKS)
        threading.Timer(0.1, os.kill, (process.pid, signal.SIGSEGV)).start()
        with pytest.raises(ModelDied, match="SIGSEGV"):
            ask_for_ever(ApartEar(process, "ear@1"))
        process.close()


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", "no ONNX file"),
            (b"no model at all", "no ONNX file"),
            (model_files.ear()[:100_000], "ONNX file|InvalidProtobuf|Invalid"),
            (model_files.ear_with_weights_elsewhere(), "weights in other files"),
            ((OWN_WEIGHTS / DOGPOSE).read_bytes(), "other labels than ours"),
        ],
        ids=["empty", "text", "cut off", "external data", "another kind"],
    )
    def test_a_file_that_is_no_ear(self, artifact: Path, content: bytes, why: str) -> None:
        artifact.write_bytes(content)

        with pytest.raises(ModelRefused, match=why):
            opened("sound", artifact)

    def test_a_pickle_is_never_opened(self, artifact: Path, tmp_path: Path) -> None:
        artifact.write_bytes(model_files.pickle_bomb(tmp_path / "boom"))

        with pytest.raises(ModelRefused):
            opened("sound", artifact)
        assert not (tmp_path / "boom").exists()

    def test_a_zip_bomb_is_not_unpacked(self, tmp_path: Path) -> None:
        path = tmp_path / "bomb.tflite"
        path.write_bytes(model_files.zip_bomb())

        with pytest.raises(ModelRefused):
            opened("detector", path)

    def test_one_that_wants_all_memory_gets_none_of_ours(self, artifact: Path) -> None:
        artifact.write_bytes(model_files.hungry_ear())
        # Whether it is while the file is opened or while it answers, is the runtime's choice.
        with pytest.raises((ModelRefused, ModelFailed)):
            ApartEar(opened("sound", artifact), "hungry@1").score(QUIET)

    def test_one_that_takes_too_long_to_open(self) -> None:
        with pytest.raises(ModelRefused, match="too long to open"):
            ModelProcess.open(Opening("sound", OWN_WEIGHTS / BARKS, LIMITS), within_s=0.01)


def weighs(process: ModelProcess) -> int:
    """How far its session goes after others: `/autogroup-7 nice 5`."""
    return int(Path(f"/proc/{process.pid}/autogroup").read_text().split()[-1])


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="this kernel does not group tasks by session")
def test_one_that_no_camera_waits_for_goes_after_others() -> None:
    live = opened("sound", OWN_WEIGHTS / BARKS)
    yielding = ModelProcess.open(Opening("sound", OWN_WEIGHTS / BARKS, LIMITS, yields=True))
    weights = weighs(live), weighs(yielding)
    live.close()
    yielding.close()

    assert weights == (0, YIELDS)


class TestConfined:
    def test_it_sees_none_of_our_keys(self, failing: ModelProcess) -> None:
        environment = Path(f"/proc/{failing.pid}/environ").read_bytes().decode()

        assert "PAWSIGHT_" not in environment
        assert "TOKEN" not in environment

    def test_its_memory_and_what_it_may_write_are_bounded(self, failing: ModelProcess) -> None:
        limits = Path(f"/proc/{failing.pid}/limits").read_text()

        assert any("address space" in line and "3000000000" in line for line in limits.splitlines())
        assert any("cpu time" in line and "120" in line for line in limits.splitlines())
        assert any("file size" in line and "16000000" in line for line in limits.splitlines())

    def test_it_has_no_network(self, failing: ModelProcess) -> None:
        if without_network() is None:
            pytest.skip("this kernel lets nobody make a network namespace")
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))

            theirs = Path(f"/proc/{failing.pid}/net/dev").read_text()
            assert {line.split(":")[0].strip() for line in theirs.splitlines()[2:]} <= {"lo"}
            assert Path(f"/proc/{failing.pid}/ns/net").readlink() != Path("/proc/self/ns/net").readlink()
