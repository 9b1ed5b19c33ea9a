"""How well our ear hears recordings that no training heard: `python -m training.sound_scores` prints it.

Beside it YAMNet, where its weights are given, and a baseline that knows no more than each label's mean spectrum. All
of them hear the same windows.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hearing.classifier import Heard, SoundClassifier
from hearing.decode import decode_audio
from hearing.events import KINDS, Kind, Observation, events_of
from hearing.labels import LABELS, Label
from hearing.spectrum import spectra
from hearing.weights import BARKS, OWN_WEIGHTS
from hearing.windows import RATE_HZ, Samples, windows_of
from training import sets
from training.instruments import noise
from training.sound_mix import mixed
from training.sounds import Recording, recordings, yamnet_path

ENOUGH: Final = 0.5
"""A label is heard in a recording when one of its windows is so sure of it."""

START: Final = datetime(1970, 1, 1, tzinfo=UTC)

Change = Callable[[Samples, np.random.Generator], Samples]


def quiet_microphone(samples: Samples, _: np.random.Generator) -> Samples:
    """30 dB softer, and rounded to 16 bits as a microphone does."""
    return (np.round(samples * 10 ** (-30 / 20) * 32768) / 32768).astype(np.float32)


def noisy(samples: Samples, chance: np.random.Generator) -> Samples:
    """Steady noise 10 dB below the recording's loudest moments; each recording has its own."""
    return mixed(samples, noise(chance, len(samples)), 10.0)


AS_RECORDED: Final = "as recorded"

CONDITIONS: Final[dict[str, Change]] = {
    AS_RECORDED: lambda samples, _: samples,
    "30 dB too quiet": quiet_microphone,
    "noise at 10 dB": noisy,
}


NONE_THERE: Final = "-"


@dataclass(frozen=True, slots=True)
class Rate:
    """Some of all."""

    some: int
    all: int

    def __str__(self) -> str:
        return f"{self.some / self.all:.0%} ({self.some}/{self.all})" if self.all else NONE_THERE


class MeanSpectra:
    """The baseline, a `SoundEngine`: the label whose mean spectrum, in mean and spread over time, is nearest."""

    name = "mean spectra"

    def __init__(self, heard: Sequence[Recording]) -> None:
        features: dict[Label, list[NDArray[np.float32]]] = {}
        for recording in heard:
            windows = [one.samples for one in windows_of(recording.samples) if not one.quiet]
            if windows and len(recording.means) == 1:
                (label,) = recording.means
                features.setdefault(label, []).append(_summary(spectra(np.stack(windows))))
        gathered = {label: np.concatenate(some) for label, some in features.items()}
        self._scale = np.concatenate([*gathered.values()]).std(axis=0)
        unknown = np.full_like(self._scale, np.inf)  # a label without a recording is never the nearest
        self._means = np.stack(
            [gathered[label].mean(axis=0) / self._scale if label in gathered else unknown for label in LABELS]
        )

    def score(self, seen: NDArray[np.float32]) -> NDArray[np.float32]:
        """See `SoundEngine`."""
        distance = ((_summary(seen)[:, None] / self._scale - self._means) ** 2).mean(axis=2)
        odds = np.exp(-4 * (distance - distance.min(axis=1, keepdims=True)))
        shares: NDArray[np.float32] = (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)
        return shares


def _summary(seen: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.concatenate([seen.mean(axis=1), seen.std(axis=1)], axis=1)


@dataclass(frozen=True, slots=True)
class Hearing:
    """What one classifier heard in each recording."""

    recordings: Sequence[Recording]
    heard: Sequence[Sequence[Heard]]

    def dogs(self, *labels: str) -> Rate:
        """Of recordings with these labels of the table: those in which a dog was heard."""
        return self._rate(lambda one: one.label in labels, lambda heard: heard.dog)

    def false_dogs(self) -> Rate:
        """Of recordings without a dog: those in which one was heard."""
        return self._rate(lambda one: one.of_no_dog, lambda heard: heard.dog)

    def named(self, label: Label) -> Rate:
        """Of recordings that are surely of a label: those in which it was heard."""
        return self._rate(lambda one: one.means == {label}, lambda heard: heard.of(label))

    def misnamed(self, label: Label) -> Rate:
        """Of recordings that are surely not of a label: those in which it was heard."""
        return self._rate(lambda one: label not in one.means, lambda heard: heard.of(label))

    def events(self, kind: Kind) -> Rate:
        """Of recordings that are surely of a kind: those that made an event of it."""
        told = [kind in kinds(heard) for one, heard in self._pairs() if one.means == {kind}]
        return Rate(sum(told), len(told))

    def false_events(self, kind: Kind) -> Rate:
        """Of recordings without a dog: those that made an event of a kind."""
        told = [kind in kinds(heard) for one, heard in self._pairs() if one.of_no_dog]
        return Rate(sum(told), len(told))

    def auc(self) -> float:
        """How often a recording of a dog sounds more like one than a recording of something else."""
        surest = [(one, max((window.dog for window in heard), default=0.0)) for one, heard in self._pairs()]
        dog = np.array([sure for one, sure in surest if one.of_dog])
        other = np.array([sure for one, sure in surest if one.of_no_dog])
        return float(np.mean((dog[:, None] > other) + 0.5 * (dog[:, None] == other)))

    def _pairs(self) -> list[tuple[Recording, Sequence[Heard]]]:
        return list(zip(self.recordings, self.heard, strict=True))

    def _rate(self, asked: Callable[[Recording], bool], sure: Callable[[Heard], float]) -> Rate:
        told = [any(sure(window) >= ENOUGH for window in heard) for one, heard in self._pairs() if asked(one)]
        return Rate(sum(told), len(told))


def kinds(heard: Sequence[Heard]) -> set[Kind]:
    """Of the events of a recording."""
    observations = [Observation(START + timedelta(seconds=one.start_s), one) for one in heard]
    return {event.type for event in events_of(observations)}


def listen(classifier: SoundClassifier, tested: Sequence[Recording], change: Change) -> Hearing:
    """What a classifier hears in recordings that are changed first, each always alike."""
    heard = []
    for number, recording in enumerate(tested):
        samples = change(recording.samples, np.random.default_rng(number))
        heard.append(classifier.classify(windows_of(samples)))
    return Hearing(tested, heard)


_DOGS: Final = {
    "barks": "bark",
    "howls": "howl",
    "growls": "growl",
    "whines and yelps": "whine",
    "dogs at play": "dog_mixed",
    "dogs that snore": "dog_other",
}
"""The table's labels of dogs, in words."""


def report(root: Path, *, ours: Path = OWN_WEIGHTS / BARKS, part: sets.Part = "test") -> str:
    """The tables, in Markdown. root: the folder `sounds`. part: `test`, unless something is to be chosen."""
    tested = recordings(root, part)
    ears = {"ours": SoundClassifier.load(ours)}
    with suppress(FileNotFoundError):
        ears["YAMNet"] = SoundClassifier.load(yamnet_path())
    ears[MeanSpectra.name] = SoundClassifier(MeanSpectra(recordings(root, "train")))
    columns = {
        f"{name}, {condition}": listen(ear, tested, change)
        for name, ear in ears.items()
        for condition, change in CONDITIONS.items()
        if name != MeanSpectra.name or condition == AS_RECORDED
    }
    groups, seconds = len({one.group for one in tested}), sum(len(one.samples) for one in tested) / RATE_HZ
    lines = [
        f"{len(tested)} clips of {groups} recordings, {seconds:.0f} s, that no training heard. A label is heard in a",
        f"clip when one of its windows gives it {ENOUGH} or more; a dog, when its five labels have that together.",
        "",
        *_table(columns),
    ]
    footage = root.parents[1] / "media" / "audio"
    if footage.is_dir():
        lines += ["", *_of_files(sorted(footage.iterdir()), ears)]
    return "\n".join(lines)


def _table(columns: dict[str, Hearing]) -> list[str]:
    rows: dict[str, list[object]] = {}
    for words, label in _DOGS.items():
        rows[f"{words}: a dog is heard"] = [one.dogs(label) for one in columns.values()]
    rows["no dog: one is heard"] = [one.false_dogs() for one in columns.values()]
    rows["AUC, dog against none"] = [f"{one.auc():.3f}" for one in columns.values()]
    for name in LABELS:
        rows[f"{name}: is called so"] = [one.named(name) for one in columns.values()]
        if name != "quiet":  # which the pauses of every recording are
            rows[f"something else: is called {name}"] = [one.misnamed(name) for one in columns.values()]
    for kind in KINDS:
        rows[f"{kind}: an event"] = [one.events(kind) for one in columns.values()]
        rows[f"no dog: an event `{kind}`"] = [one.false_events(kind) for one in columns.values()]
    return [
        f"| | {' | '.join(columns)} |",
        f"| --- |{' --- |' * len(columns)}",
        *(
            f"| {name} | {' | '.join(str(cell) for cell in cells)} |"
            for name, cells in rows.items()
            if any(str(cell) != NONE_THERE for cell in cells)
        ),
    ]


def _of_files(files: Sequence[Path], ears: dict[str, SoundClassifier]) -> list[str]:
    """Which events each file makes, and how sure of a dog its surest window is."""
    lines = [f"| footage | {' | '.join(ears)} |", f"| --- |{' --- |' * len(ears)}"]
    for file in files:
        windows = windows_of(decode_audio(file.read_bytes(), max_bytes=25_000_000))
        cells = []
        for ear in ears.values():
            heard = ear.classify(windows)
            told = ", ".join(sorted(kinds(heard))) or "no event"
            cells.append(f"{told}; dog {max(one.dog for one in heard):.2f}")
        lines.append(f"| {file.name} | {' | '.join(cells)} |")
    return lines


def main() -> None:
    """`python -m training.sound_scores`."""
    print(report(sets.folder() / "sounds"))


if __name__ == "__main__":
    main()
