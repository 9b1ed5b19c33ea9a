"""YAMNet itself, where an operator has its weights: 521 classes of AudioSet, told as our nine labels."""

import threading
from pathlib import Path
from typing import Final

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from hearing.labels import LABELS
from hearing.spectrum import BANDS, FRAMES

CLASSES: Final = 521

# Indices as in YAMNet's own class map.
DOG_CLASSES: Final = 69, 70, 71, 72, 73, 74, 75, 117
"""Dog, Bark, Yip, Howl, Bow-wow, Growling, Whimper (dog), Canidae."""
KINDS: Final = {"bark": (70, 71, 73), "howl": (72,), "whine": (75,), "growl": (74,)}
EVEN: Final = 0.3
"""A score of the dog's classes at which there is one as often as not: YAMNet says less than it knows."""
_SPEECH = *range(23), *range(61, 67)
_MUSIC = *range(24, 33), *range(132, 277)
_QUIET = 494, 510, 514, 515
"""Silence, Mains hum, White noise, Pink noise."""
_UMBRELLAS = 67, 68
"""Animal and Domestic animals: high wherever a dog is heard, and no sound of their own."""
_HOUSEHOLD = tuple(sorted(set(range(CLASSES)) - {*DOG_CLASSES, *_SPEECH, *_MUSIC, *_QUIET, *_UMBRELLAS}))


class YamnetEngine:
    """A `SoundEngine` on LiteRT, whose interpreter takes one call at a time: others wait."""

    def __init__(self, path: Path, *, threads: int) -> None:
        """Load `yamnet_spectra_in.tflite`. threads: of one inference; 0 leaves it to the runtime.

        Raises:
            ValueError: it is another model.
        """
        self._interpreter = Interpreter(str(path), num_threads=threads or None)
        self._interpreter.allocate_tensors()
        taken, given = self._interpreter.get_input_details()[0], self._interpreter.get_output_details()[0]
        if [*taken["shape"]] != [1, FRAMES, BANDS] or [*given["shape"]] != [1, CLASSES]:
            raise ValueError(f"{path.name} is no YAMNet that takes spectra")
        self._input, self._output = taken["index"], given["index"]
        self._lock = threading.Lock()
        self.name = path.name

    def score(self, spectra: NDArray[np.float32]) -> NDArray[np.float32]:
        """See `SoundEngine`."""
        return as_labels(self.audioset(spectra))

    def audioset(self, spectra: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores 0..1 of AudioSet's classes, each on its own: float32 [n, 521]."""
        scores = np.empty((len(spectra), CLASSES), np.float32)
        with self._lock:
            for row, spectrum in enumerate(spectra):
                self._interpreter.set_tensor(self._input, spectrum[None])
                self._interpreter.invoke()
                scores[row] = self._interpreter.get_tensor(self._output)[0]
        return scores


def as_labels(audioset: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities of our labels, float32 [n, 9], out of scores of AudioSet's classes, [n, 521].

    Whether there is a dog is the best of the dog's classes, its odds raised so that `EVEN` is even; the other labels
    share what that leaves, in proportion.
    Of the dog's sounds each has its share; `dog_other` has one where "Dog" is far surer than any of them.
    """

    def best(classes: tuple[int, ...]) -> NDArray[np.float32]:
        highest: NDArray[np.float32] = np.max(audioset[:, classes], axis=1)
        return highest

    said = best(DOG_CLASSES)
    dog = (said / (said + (1 - said) * EVEN / (1 - EVEN))).astype(np.float32)
    kinds = {name: best(classes) for name, classes in KINDS.items()}
    # AudioSet's people wrote "Bark" for half of what they called "Dog", and YAMNet learned it so.
    kinds["dog_other"] = np.maximum(0, said / 2 - np.max(list(kinds.values()), axis=0))
    rest = {
        "speech": best(_SPEECH),
        "music": best(_MUSIC),
        "household": best(_HOUSEHOLD),
        "quiet": best(_QUIET),
    }
    shares = _shares(kinds, dog) | _shares(rest, 1 - dog)
    return np.stack([shares[label] for label in LABELS], axis=1)


def _shares(
    scores: dict[str, NDArray[np.float32]], whole: NDArray[np.float32]
) -> dict[str, NDArray[np.float32]]:
    total = np.maximum(np.sum(list(scores.values()), axis=0), 1e-6)
    return {name: whole * score / total for name, score in scores.items()}
