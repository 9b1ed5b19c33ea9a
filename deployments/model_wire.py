"""How we talk with the process of a model: a line of JSON with its length before it, then arrays as raw bytes.

Nothing is ever unpickled: what the process says may be said by whoever has taken it over.
"""

import json
import socket
import struct
import time
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_LENGTH: Final = struct.Struct("!I")
LONGEST_HEADER: Final = 8_000_000
"""Bytes: the poses of eight dogs are 20,000, a hundred boxes of four pictures 60,000."""
DTYPES: Final = ("uint8", "float32", "float64")


class WireError(Exception):
    """What came is no message, or the other side is gone."""


def send(
    wire: socket.socket, header: dict[str, Any], arrays: Sequence[Array] = (), *, until: float | None = None
) -> None:
    """Say something. until: of `time.monotonic`; None waits as long as it takes.

    Raises:
        TimeoutError: the other side does not listen.
        OSError: it is gone.
    """
    told = {**header, "arrays": [(array.dtype.name, array.shape) for array in arrays]}
    text = json.dumps(told).encode()
    _set_time(wire, until)
    wire.sendall(_LENGTH.pack(len(text)) + text)
    for array in arrays:
        _set_time(wire, until)
        wire.sendall(np.ascontiguousarray(array).data.cast("B") if array.size else b"")


def receive(
    wire: socket.socket, *, until: float | None = None, most_bytes: int
) -> tuple[dict[str, Any], list[Array]]:
    """Hear something. most_bytes: of all its arrays.

    Raises:
        WireError: it is no message, a longer one than may be, or the other side is gone.
        TimeoutError: nothing came in time.
    """
    (length,) = _LENGTH.unpack(_exactly(wire, _LENGTH.size, until))
    if length > LONGEST_HEADER:
        raise WireError(f"a header of {length:,} bytes")
    try:
        header = json.loads(bytes(_exactly(wire, length, until)))
        shapes = [(str(dtype), tuple(int(side) for side in shape)) for dtype, shape in header["arrays"]]
        if any(dtype not in DTYPES or min(shape, default=0) < 0 for dtype, shape in shapes):
            raise WireError("an array of a kind that we don't take")
        sizes = [int(np.prod(shape, dtype=object)) * np.dtype(dtype).itemsize for dtype, shape in shapes]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise WireError(f"no message: {type(error).__name__}") from error
    if sum(sizes) > most_bytes:
        raise WireError(f"arrays of {sum(sizes):,} bytes")
    arrays = [
        np.frombuffer(_exactly(wire, size, until), dtype).reshape(shape)
        for size, (dtype, shape) in zip(sizes, shapes, strict=True)
    ]
    return header, arrays


def _exactly(wire: socket.socket, count: int, until: float | None) -> bytearray:
    buffer = bytearray(count)
    view, got = memoryview(buffer), 0
    while got < count:
        _set_time(wire, until)
        try:
            more = wire.recv_into(view[got:])
        except ConnectionError as error:
            raise WireError("the other side is gone") from error
        if more == 0:
            raise WireError("the other side is gone")
        got += more
    return buffer


def _set_time(wire: socket.socket, until: float | None) -> None:
    if until is None:
        wire.settimeout(None)
        return
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    wire.settimeout(left)
