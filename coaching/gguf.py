"""Reads GGUF, the file format of llama.cpp: metadata, and tensors in the few quantisations that we meet.

A file comes from outside, though pinned by hash: every length is checked against what is left of it.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MAGIC: Final = b"GGUF"
BLOCK: Final = 32
"""Weights that share a scale, in the legacy quantisations."""

MOST_DIMENSIONS: Final = 4
DEEPEST: Final = 4
"""How deeply arrays of arrays of the metadata are read."""

_SCALARS: Final = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9

# Bytes of a block of each quantisation, and how many weights are in it.
_KINDS: Final = {0: (4, 1), 1: (2, 1), 2: (18, BLOCK), 3: (20, BLOCK), 8: (34, BLOCK)}
F32, F16, Q4_0, Q4_1, Q8_0 = 0, 1, 2, 3, 8


class NotGguf(Exception):
    """This is no GGUF that we read."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies. shape: as numpy has it, the last dimension in one piece."""

    name: str
    shape: tuple[int, ...]
    kind: int
    offset: int


class GgufFile:
    """One file, read into memory."""

    def __init__(self, path: Path) -> None:
        """Read the header.

        Raises:
            NotGguf: it is none, it is cut off, or of a version or kind that we don't read.
            OSError: it can't be read.
        """
        self._data = np.fromfile(path, dtype=np.uint8)
        self._at = 0
        if self._take(4) != MAGIC or self._number("I") not in (2, 3):
            raise NotGguf(f"{path.name} is no GGUF of version 2 or 3")
        tensors, entries = self._number("Q"), self._number("Q")
        self.metadata: dict[str, Any] = {self._text(): self._value() for _ in range(self._bounded(entries))}
        found = [self._tensor() for _ in range(self._bounded(tensors))]
        align = int(self.metadata.get("general.alignment", BLOCK))
        begin = -(-self._at // align) * align
        self.tensors = {one.name: Tensor(one.name, one.shape, one.kind, begin + one.offset) for one in found}

    def read(self, name: str) -> NDArray[np.float32]:
        """A tensor's weights, dequantised.

        Raises:
            KeyError: there is none of that name.
            NotGguf: its quantisation is none of ours, or it is cut off.
        """
        tensor = self.tensors[name]
        if tensor.kind not in _KINDS:
            raise NotGguf(f"{name} is quantised as {tensor.kind}, which we don't read")
        size, weights = _KINDS[tensor.kind]
        count = int(np.prod(tensor.shape, dtype=np.int64))
        raw = self._data[tensor.offset : tensor.offset + count // weights * size]
        if len(raw) * weights != count * size:
            raise NotGguf(f"{name} is cut off")
        return _dequantised(raw.reshape(-1, size), tensor.kind).reshape(tensor.shape)

    def __iter__(self) -> Iterator[str]:
        return iter(self.tensors)

    # -- the header, piece by piece

    def _take(self, count: int) -> bytes:
        if count > len(self._data) - self._at:
            raise NotGguf("the file is cut off")
        taken = self._data[self._at : self._at + count].tobytes()
        self._at += count
        return taken

    def _number(self, code: str) -> Any:
        return struct.unpack(f"<{code}", self._take(struct.calcsize(f"<{code}")))[0]

    def _bounded(self, count: int) -> int:
        if count > len(self._data) - self._at:  # each takes a byte at least
            raise NotGguf("the file promises more than it holds")
        return count

    def _text(self) -> str:
        return self._take(self._bounded(self._number("Q"))).decode("utf-8", "replace")

    def _value(self) -> Any:
        return self._value_of(self._number("I"), DEEPEST)

    def _value_of(self, kind: int, deep: int) -> Any:
        if kind in _SCALARS:
            return self._number(_SCALARS[kind])
        if kind == _STRING:
            return self._text()
        if kind == _ARRAY and deep:
            of, count = self._number("I"), self._bounded(self._number("Q"))
            return [self._value_of(of, deep - 1) for _ in range(count)]
        raise NotGguf(f"metadata of the kind {kind}")

    def _tensor(self) -> Tensor:
        name, dimensions = self._text(), self._number("I")
        if dimensions > MOST_DIMENSIONS:
            raise NotGguf(f"{name} has {dimensions} dimensions")
        shape = tuple(reversed([self._number("Q") for _ in range(dimensions)]))
        return Tensor(name, shape, self._number("I"), self._number("Q"))


def _dequantised(blocks: NDArray[np.uint8], kind: int) -> NDArray[np.float32]:
    """blocks: rows of bytes, as `_KINDS` says."""
    if kind == F32:
        return blocks.view("<f4").astype(np.float32)
    if kind == F16:
        return blocks.view("<f2").astype(np.float32)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    if kind == Q8_0:
        whole: NDArray[np.float32] = scale * blocks[:, 2:].view(np.int8).astype(np.float32)
        return whole
    packed = blocks[:, -BLOCK // 2 :]
    # The low halves of all bytes come first, then the high ones.
    steps = np.concatenate([packed & 0x0F, packed >> 4], axis=1).astype(np.float32)
    least = -8 * scale if kind == Q4_0 else blocks[:, 2:4].copy().view("<f2").astype(np.float32)
    weights: NDArray[np.float32] = scale * steps + least
    return weights
