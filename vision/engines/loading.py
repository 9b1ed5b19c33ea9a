"""From a model's name to a loaded engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import onnx

from vision.detection import DetectionEngine
from vision.weights import DOG_VERIFIER, OWN_WEIGHTS


class ModelLoadError(Exception):
    """A model that can't be found, downloaded or run. The message says which and why."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """An engine, and why it is not the one that was asked for; both None when it is."""

    engine: DetectionEngine
    fell_back_from: str | None = None
    reason: str | None = None


def load_with_fallback(
    name: str, fallback: str, *, search: Sequence[Path], threads: int, confidence: float
) -> Loaded:
    """Load a model; if that fails, the lighter one.

    Raises:
        ModelLoadError: neither loads.
    """
    try:
        return Loaded(load_engine(name, search=search, threads=threads, confidence=confidence))
    except ModelLoadError as error:
        if name == fallback:
            raise
        engine = load_engine(fallback, search=search, threads=threads, confidence=confidence)
        return Loaded(engine, fell_back_from=name, reason=str(error))


def load_engine(name: str, *, search: Sequence[Path], threads: int, confidence: float) -> DetectionEngine:
    """Load a detector by its file name.

    name: looked up in the folders of `search`, in order; one that is in none of them is downloaded by ultralytics
    into the first, if it is one of its own. threads: of one inference, 0 leaves it to the runtime.
    confidence: weaker boxes are dropped, 0..1. What a small detector takes for an animal, `vision.verify` judges.

    Raises:
        ModelLoadError: the name is a path, nothing has the name, or the model does not run.
    """
    if not name or Path(name).name != name:
        raise ModelLoadError(f"{name!r} is no plain file name")
    path = next((folder / name for folder in search if (folder / name).exists()), search[0] / name)
    try:
        if path.suffix == ".onnx" and path.exists() and not _exported_by_ultralytics(path):
            return _verified(path, search=search, threads=threads, confidence=confidence)
        # Here, because it brings torch: three seconds and 300 MB that NanoDet does not need.
        from vision.engines.ultralytics import UltralyticsEngine

        return UltralyticsEngine(path, threads=threads, confidence=confidence)
    except Exception as error:  # the runtimes raise anything; a caller needs one thing to catch
        searched = ", ".join(str(folder) for folder in search)
        where = f"{name}" if path.exists() else f"{name} (in none of {searched}, and not downloaded)"
        raise ModelLoadError(f"{where}: {type(error).__name__}: {error}") from error


def _verified(path: Path, *, search: Sequence[Path], threads: int, confidence: float) -> DetectionEngine:
    """A small detector, and a second look at its animals; alone where nothing can look."""
    from vision.engines.onnx import NanoDetEngine
    from vision.verify import PROPOSALS_FROM, DogDetector, DogVerifier

    folders = (*search, OWN_WEIGHTS)
    weights = next((one / DOG_VERIFIER for one in folders if (one / DOG_VERIFIER).exists()), None)
    if weights is None:
        return NanoDetEngine(path, threads=threads, confidence=confidence)
    proposer = NanoDetEngine(path, threads=threads, confidence=min(PROPOSALS_FROM, confidence))
    return DogDetector(proposer, DogVerifier.load(weights, threads=threads), confidence=confidence)


def _exported_by_ultralytics(path: Path) -> bool:
    """Whether the model carries the description that ultralytics writes into its exports."""
    described = {entry.key for entry in onnx.load(path, load_external_data=False).metadata_props}
    return {"task", "names"} <= described
