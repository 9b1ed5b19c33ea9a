"""Two models over the same pictures or sounds: how good each is, how fast, how far they agree, where they differ most.

Both run in processes of their own, the settings' one too, so that both are measured alike. Blocking.
"""

import heapq
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, TypeVar

import cv2
import numpy as np

from deployments.apart import ApartDetector, ApartEar, ApartPose
from deployments.evaluation_set import Sample, SampleSet, SetInvalid
from deployments.model_errors import ModelDied, ModelFailed
from deployments.model_process import ModelProcess
from hearing.classifier import SoundClassifier
from hearing.decode import decode_audio
from hearing.errors import AudioError
from hearing.labels import DOG
from hearing.windows import windows_of
from pawsight.label_tally import LabelTally
from pawsight.models import ModelType
from vision.agreement import detections_agree, poses_agree
from vision.detection import Image
from vision.drawing import NamedBox, drawn
from vision.evaluation import NOTHING, BoxTally, PointTally
from vision.image import ImageError, decode_image
from vision.pose import Pose
from vision.posture import POSTURES, UNKNOWN, Posture

SHOWN: Final = 8
"""Pictures on the sheet: those that the two see most differently."""
SHEET_WIDTH: Final = 480
LARGEST_BYTES: Final = 10_000_000
MOST_PIXELS: Final = 20_000_000

NO_POSTURE: Final = Posture(UNKNOWN, dict.fromkeys(POSTURES, 0.0))

T = TypeVar("T")
Progress = Callable[[float], None]


@dataclass(slots=True)
class _Contestant:
    """A model, and what it did."""

    name: str
    process: ModelProcess
    took_ms: list[float] = field(default_factory=list)
    failures: int = 0

    def timed(self, ask: Callable[[], T]) -> T | None:
        """Its answer, or None if it failed."""
        began = time.monotonic()
        try:
            answer = ask()
        except ModelDied:
            raise
        except ModelFailed:
            self.failures += 1
            return None
        self.took_ms.append((time.monotonic() - began) * 1000)
        return answer

    def told(self, scores: dict[str, Any], confusion: LabelTally) -> dict[str, Any]:
        took = sorted(self.took_ms) or [0.0]
        return {
            "name": self.name,
            "scores": scores,
            "confusion": confusion.table(),
            "p50Ms": round(took[len(took) // 2], 1),
            "p95Ms": round(took[min(int(len(took) * 0.95), len(took) - 1)], 1),
            "failures": self.failures,
        }


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What came of it. report: as JSON. sheet: a JPEG of where they differ most; None: nowhere, or no pictures."""

    report: dict[str, Any]
    sheet: bytes | None


def evaluate(
    model_type: ModelType,
    models: Sequence[tuple[str, ModelProcess]],
    labelled: SampleSet,
    progress: Progress,
) -> Evaluated:
    """Run the models (the candidate first, the baseline second) over a set.

    progress: told the share that is done; what it raises ends the run.

    Raises:
        SetInvalid: the set is not of this type, or has nothing that counts.
        ModelDied: a model's process ended.
    """
    if labelled.is_of_sounds != (model_type == "sound"):
        raise SetInvalid(f"it is no set for a {model_type}")
    one, other = (_Contestant(name, process) for name, process in models)
    runs: dict[str, Callable[[_Contestant, _Contestant, SampleSet], _Run]] = {
        "detector": _Boxes,
        "pose": _Points,
        "sound": _Sounds,
    }
    run = runs[model_type](one, other, labelled)
    for index, sample in enumerate(labelled):
        run.look(sample)
        progress((index + 1) / len(labelled))
    return run.done()


class _Run(ABC):
    """What all types share: the agreement, and the samples that can't be read."""

    def __init__(self, one: _Contestant, other: _Contestant, labelled: SampleSet) -> None:
        self.contestants = one, other
        self.classes = labelled.classes
        self.agreements: list[float] = []
        self.unreadable = list(labelled.unreadable)
        self.labelled = 0
        self._differ: list[tuple[float, int, Image]] = []

    @abstractmethod
    def look(self, sample: Sample) -> None: ...

    @abstractmethod
    def done(self) -> Evaluated: ...

    def picture(self, sample: Sample) -> Image | None:
        try:
            return decode_image(sample.data, max_bytes=LARGEST_BYTES, max_pixels=MOST_PIXELS)
        except ImageError:
            self.unreadable.append(sample.name)
            return None

    def differ(self, agreement: float, picture: Image, boxes: tuple[list[NamedBox], list[NamedBox]]) -> None:
        """Keep a picture for the sheet if it is among those that they see most differently."""
        self.agreements.append(agreement)
        if agreement >= 1 or (len(self._differ) == SHOWN and agreement >= -self._differ[0][0]):
            return
        sides = [drawn(_narrow(picture), some, []) for some in boxes]
        entry = (-agreement, len(self.agreements), np.concatenate(sides, axis=1))
        (heapq.heappush if len(self._differ) < SHOWN else heapq.heappushpop)(self._differ, entry)

    def evaluated(self, told: list[dict[str, Any]]) -> Evaluated:
        report = {
            "inputs": len(self.agreements),
            "labelled": self.labelled,
            "unreadable": self.unreadable[:20],
            "agreement": round(float(np.mean(self.agreements)), 4) if self.agreements else None,
            "models": told,
        }
        if not self.agreements:
            raise SetInvalid("none of its files can be read")
        return Evaluated(report, _sheet([picture for *_, picture in sorted(self._differ, reverse=True)]))


class _Boxes(_Run):
    def __init__(self, one: _Contestant, other: _Contestant, labelled: SampleSet) -> None:
        super().__init__(one, other, labelled)
        self._tallies = BoxTally(self.classes), BoxTally(self.classes)

    def look(self, sample: Sample) -> None:
        picture = self.picture(sample)
        if picture is None:
            return
        truth = sample.labelled(picture.shape[1], picture.shape[0])
        self.labelled += sample.is_labelled
        answers = []
        for contestant, tally in zip(self.contestants, self._tallies, strict=True):
            engine = ApartDetector(contestant.process, contestant.name)
            answer = contestant.timed(partial(engine.detect, [picture])) or [[]]
            if sample.is_labelled:
                tally.add(truth, answer[0])
            answers.append([one for one in answer[0] if one.class_name in self.classes])
        boxes = [
            [NamedBox(f"{one.class_name} {one.confidence:.2f}", one.box) for one in some] for some in answers
        ]
        self.differ(detections_agree(*answers), picture, (boxes[0], boxes[1]))

    def done(self) -> Evaluated:
        return self.evaluated(
            [
                contestant.told(_precisions(tally), tally.confusion)
                for contestant, tally in zip(self.contestants, self._tallies, strict=True)
            ]
        )


class _Points(_Run):
    def __init__(self, one: _Contestant, other: _Contestant, labelled: SampleSet) -> None:
        super().__init__(one, other, labelled)
        self._tallies = PointTally(), PointTally()
        self._postures = LabelTally(), LabelTally()

    def look(self, sample: Sample) -> None:
        picture = self.picture(sample)
        if picture is None:
            return
        size = picture.shape[1], picture.shape[0]
        dogs = sample.dogs(*size)
        if not dogs:
            return
        self.labelled += sample.is_labelled
        answers: list[list[Pose]] = []
        for contestant, tally, postures in zip(self.contestants, self._tallies, self._postures, strict=True):
            model = ApartPose(contestant.process, contestant.name)
            answer = contestant.timed(partial(model.estimate, picture, [dog.box for dog in dogs]))
            # What was not answered was not found.
            poses = answer or [Pose(dog.box, (), NO_POSTURE) for dog in dogs]
            for dog, pose in zip(dogs, poses, strict=True):
                tally.add(dog.points, pose, size)
                if dog.posture:
                    postures.add(dog.posture, pose.posture.name)
            answers.append(poses)
        boxes = [[NamedBox(pose.posture.name, pose.box) for pose in some] for some in answers]
        self.differ(poses_agree(answers[0], answers[1], size), picture, (boxes[0], boxes[1]))

    def done(self) -> Evaluated:
        told = []
        for contestant, tally, postures in zip(self.contestants, self._tallies, self._postures, strict=True):
            pck = tally.pck()
            if pck is None and not postures.confusion and self.labelled == len(self.agreements):
                raise SetInvalid("it labels no point of a dog by a name that we know")
            scores = {} if pck is None else {"PCK10": round(pck, 4)}
            told.append(contestant.told(scores | _scores_of(postures), postures))
        return self.evaluated(told)


class _Sounds(_Run):
    def __init__(self, one: _Contestant, other: _Contestant, labelled: SampleSet) -> None:
        super().__init__(one, other, labelled)
        self._tallies = LabelTally(), LabelTally()

    def look(self, sample: Sample) -> None:
        try:
            windows = sample.windows or windows_of(decode_audio(sample.data, max_bytes=len(sample.data)))
        except AudioError:
            self.unreadable.append(sample.name)
            return
        self.labelled += sample.is_labelled
        labels = []
        for contestant, tally in zip(self.contestants, self._tallies, strict=True):
            classifier = SoundClassifier(ApartEar(contestant.process, contestant.name))
            heard = contestant.timed(partial(classifier.classify, windows)) or []
            # A file is what its surest window is.
            tops = [one.top[0] for one in heard if one.top[0].label != "quiet"]
            label = max(tops, key=lambda one: one.probability).label if tops else "quiet"
            if sample.is_labelled:
                # Whoever says that there was nothing, says that no dog was heard: what else it was, is not asked.
                is_right = sample.label == NOTHING and label not in DOG
                tally.add(sample.label, NOTHING if is_right else label)
            labels.append(label)
        self.agreements.append(float(labels[0] == labels[1]))

    def done(self) -> Evaluated:
        return self.evaluated(
            [
                contestant.told(_scores_of(tally), tally)
                for contestant, tally in zip(self.contestants, self._tallies, strict=True)
            ]
        )


def _precisions(tally: BoxTally) -> dict[str, Any]:
    """Of boxes; nothing without a labelled one."""
    each = tally.average_precisions()
    if not each:
        return {}
    return {
        "mAP50": round(tally.mean_average_precision(), 4),
        "AP50": {name: round(one, 4) for name, one in each.items()},
    }


def _scores_of(tally: LabelTally) -> dict[str, Any]:
    """Of labels; nothing without any."""
    if not tally.confusion:
        return {}
    return {
        "macroF1": round(tally.macro_f1(), 4),
        "F1": {name: round(one, 4) for name, one in tally.f1().items()},
        "accuracy": round(tally.accuracy, 4),
    }


def _narrow(picture: Image) -> Image:
    height = max(1, round(picture.shape[0] * SHEET_WIDTH / picture.shape[1]))
    return np.asarray(cv2.resize(picture, (SHEET_WIDTH, min(height, 3 * SHEET_WIDTH))), np.uint8)


def _sheet(rows: list[Image]) -> bytes | None:
    """The candidate's view at the left of each row, the baseline's at the right."""
    if not rows:
        return None
    done, encoded = cv2.imencode(".jpg", np.concatenate(rows, axis=0), [cv2.IMWRITE_JPEG_QUALITY, 85])
    return encoded.tobytes() if done else None
