"""`python -m deployments.model_child FD`: one model in a process of its own, confined before it is opened.

The first message on the socket FD says which model; then each is a question. It ends when the socket does.
"""

import json
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from deployments.confinement import Limits, confine
from deployments.model_errors import ModelRefused
from deployments.model_wire import Array, WireError, receive, send
from deployments.priority import lower_session
from pawsight.models import ModelType

YIELDS: Final = 5
"""How far its session goes after others where no camera waits for it: a quarter of a core that others want as well.
With less it could not open a file, or answer, on a busy machine within the time that it is given."""

MOST_QUESTION_BYTES: Final = 1_000_000_000
"""It comes from us, who have bounded it."""

Answers = Callable[[dict[str, Any], list[Array]], dict[str, Any]]


def main() -> None:
    """Open the model, say what it is, answer until nobody asks any more."""
    wire = socket.socket(fileno=int(sys.argv[1]))
    _end_with_parent(os.getppid())
    told, _ = receive(wire, most_bytes=0)
    if told["yields"]:
        lower_session(YIELDS)
    confine(Limits(**told["limits"]))
    try:
        # Everything that is large is imported under the limit too.
        from deployments.artifact_check import signature

        path = Path(told["path"])
        described = signature(path)
        answers = _OPENERS[told["type"]](path, told)
    except ModelRefused as error:
        send(wire, {"refused": str(error)})
        return
    except MemoryError:
        send(wire, {"refused": "it needs more memory than a model may have"})
        return
    except Exception as error:  # noqa: BLE001 - the runtimes raise anything; whoever registered it is told
        send(wire, {"refused": _said(error)})
        return
    send(wire, {"signature": described})
    while True:
        try:
            question, arrays = receive(wire, most_bytes=MOST_QUESTION_BYTES)
        except WireError:
            return
        answer: dict[str, Any]
        try:
            answer = {"answer": answers(question, arrays)}
            json.dumps(answer)
        except Exception as error:  # noqa: BLE001 - this answer failed, the next may not
            answer = {"failed": _said(error)}
        send(wire, answer)


def _detector(path: Path, told: dict[str, Any]) -> Answers:
    from vision.engines.loading import load_engine

    search = [path.parent, *(Path(folder) for folder in told["search"])]
    engine = load_engine(path.name, search=search, threads=told["threads"], confidence=told["confidence"])

    def detect(_: dict[str, Any], pictures: list[Array]) -> dict[str, Any]:
        found = engine.detect(pictures)
        return {"found": [[(one.class_name, one.confidence, one.box) for one in some] for some in found]}

    return detect


def _pose(path: Path, told: dict[str, Any]) -> Answers:
    from vision.pose import PoseEstimator

    estimator = PoseEstimator.load(path, threads=told["threads"])

    def estimate(question: dict[str, Any], pictures: list[Array]) -> dict[str, Any]:
        poses = estimator.estimate(pictures[0], [(x, y, w, h) for x, y, w, h in question["boxes"]])
        return {
            "poses": [
                {
                    "points": [
                        (point.name, point.x, point.y, point.confidence, point.visibility)
                        for point in pose.keypoints
                    ],
                    "posture": (pose.posture.name, dict(pose.posture.probabilities)),
                }
                for pose in poses
            ]
        }

    return estimate


def _sound(path: Path, told: dict[str, Any]) -> Answers:
    from hearing.classifier import open_engine

    engine = open_engine(path, told["threads"])

    def score(_: dict[str, Any], spectra: list[Array]) -> dict[str, Any]:
        return {"scores": np.asarray(engine.score(spectra[0]), np.float64).tolist()}

    return score


_OPENERS: Final[dict[ModelType, Callable[[Path, dict[str, Any]], Answers]]] = {
    "detector": _detector,
    "pose": _pose,
    "sound": _sound,
}


def _said(error: Exception) -> str:
    """What an error says, short, and without where our files lie."""
    text = f"{type(error).__name__}: {error}".replace(str(Path.cwd()), "")
    return text[:500]


def _end_with_parent(parent: int) -> None:
    """Whoever started us may be killed while a model works and nobody reads the socket."""

    def watch() -> None:
        while os.getppid() == parent:
            threading.Event().wait(1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    main()
