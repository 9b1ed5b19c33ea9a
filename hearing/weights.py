"""Which ears there are, and where their weights lie."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hearing.errors import SoundModelError

BARKS: Final = "barks.onnx"
"""Ours, the offline default."""

YAMNET: Final = "yamnet_spectra_in.tflite"
"""YAMNet (Apache-2.0), as google-coral/coralmicro has it; ours was taught by it."""

OWN_WEIGHTS: Final = Path(__file__).resolve().parent.parent / "weights"
"""What we trained."""


def ear(name: str | None, search: Sequence[Path]) -> Path:
    """The ear of that name; without one, YAMNet where its weights are given, else ours.

    Raises:
        SoundModelError: the name is a path, or none of the folders has it.
    """
    if name:
        return find(name, search)
    try:
        return find(YAMNET, search)
    except SoundModelError:
        return find(BARKS, search)


def find(name: str, search: Sequence[Path]) -> Path:
    """The file of that name in the first folder that has it.

    Raises:
        SoundModelError: the name is a path, or none has it.
    """
    if not name or Path(name).name != name:
        raise SoundModelError(f"{name!r} is no plain file name")
    for folder in search:
        if (folder / name).is_file():
            return folder / name
    raise SoundModelError(f"{name} is in none of {', '.join(str(folder) for folder in search)}")
