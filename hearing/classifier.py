"""What a window of sound is: bark, howl, whine, growl, another sound of a dog, or something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from hearing.errors import SoundModelError
from hearing.labels import DOG, LABELS, Label
from hearing.spectrum import spectra
from hearing.windows import Window

TOP: Final = 5
"""How many labels of a window are told."""

_AT_ONCE = 32  # windows: 16 s of sound, 3 MB of spectra


class SoundEngine(Protocol):
    """A loaded model. Thread-safe: one engine may be called from several threads."""

    name: str
    """The artifact it runs, as the operator named it: `barks.onnx`, `yamnet_spectra_in.tflite`."""

    def score(self, spectra: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probabilities of `LABELS`, float32 [n, 9], each row summing to 1, of spectra, float32 [n, 96, 64]."""
        ...


@dataclass(frozen=True, slots=True)
class Scored:
    """A label and how likely it is, 0..1."""

    label: Label
    probability: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What one window sounds like.

    start_s: as the window's. probabilities: of `LABELS`, in their order; they sum to 1. bursts: as the window's.
    """

    start_s: float
    probabilities: tuple[float, ...]
    bursts: int = 0

    @property
    def top(self) -> tuple[Scored, ...]:
        """The likeliest five, the likeliest first."""
        scored = sorted(zip(self.probabilities, LABELS, strict=True), key=lambda one: -one[0])
        return tuple(Scored(label, probability) for probability, label in scored[:TOP])

    @property
    def dog(self) -> float:
        """How likely it is that a dog is heard, whatever it does."""
        return min(1.0, sum(self.of(label) for label in DOG))

    def of(self, label: Label) -> float:
        """How likely this label is."""
        return self.probabilities[LABELS.index(label)]


class SoundClassifier:
    """Tells what windows sound like. Thread-safe."""

    def __init__(self, engine: SoundEngine) -> None:
        self.engine = engine
        self.name = engine.name

    @classmethod
    def load(cls, path: Path, *, threads: int = 1) -> Self:
        """Load ours (`.onnx`) or YAMNet (`.tflite`). threads: of one inference; 0 leaves it to the runtime.

        Raises:
            SoundModelError: there is no such file, or it does not run.
        """
        try:
            return cls(open_engine(path, threads))
        except Exception as error:  # the runtimes raise anything; a caller needs one thing to catch
            raise SoundModelError(f"{path.name}: {type(error).__name__}: {error}") from error

    def classify(self, windows: Sequence[Window]) -> list[Heard]:
        """What each window sounds like. One that is quiet costs nothing: no model is asked."""
        loud = [window for window in windows if not window.quiet]
        scores = iter(
            row
            for first in range(0, len(loud), _AT_ONCE)
            for row in self._score(loud[first : first + _AT_ONCE]).tolist()
        )
        return [
            quiet(window) if window.quiet else Heard(window.start_s, tuple(next(scores)), window.bursts)
            for window in windows
        ]

    def _score(self, windows: Sequence[Window]) -> NDArray[np.float32]:
        return self.engine.score(spectra(np.stack([window.samples for window in windows])))


_QUIET = tuple(float(label == "quiet") for label in LABELS)


def quiet(window: Window) -> Heard:
    """What is told of a window with nothing to hear, without a model."""
    return Heard(window.start_s, _QUIET, window.bursts)


def open_engine(path: Path, threads: int) -> SoundEngine:
    """Ours (`.onnx`) or YAMNet (`.tflite`), without its classifier.

    Raises:
        Exception: whatever the runtime raises of a file that it can't open.
    """
    if path.suffix == ".tflite":
        # Here, since LiteRT is only installed where the CPU's wheels are.
        from hearing.engines.yamnet import YamnetEngine

        return YamnetEngine(path, threads=threads)
    from hearing.engines.onnx import OnnxEngine

    return OnnxEngine(path, threads=threads)
