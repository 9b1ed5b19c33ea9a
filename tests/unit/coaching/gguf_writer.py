"""Writes small GGUF files, as llama.cpp's tools do."""

import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

F32, F16, Q4_0, Q4_1, Q8_0 = 0, 1, 2, 3, 8


def write(path: Path, metadata: dict[str, Any], tensors: dict[str, tuple[NDArray[np.float32], int]]) -> None:
    """tensors: values and the quantisation that each is written in."""
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata))
    head += b"".join(_text(key) + _value(value) for key, value in metadata.items())
    body = b""
    for name, (values, kind) in tensors.items():
        body += b"\0" * (-len(body) % 32)
        head += _text(name) + struct.pack("<I", values.ndim)
        head += b"".join(struct.pack("<Q", size) for size in reversed(values.shape))
        head += struct.pack("<IQ", kind, len(body))
        body += quantised(values, kind)
    path.write_bytes(head + b"\0" * (-len(head) % 32) + body)


def quantised(values: NDArray[np.float32], kind: int) -> bytes:
    if kind == F32:
        return values.astype("<f4").tobytes()
    if kind == F16:
        return values.astype("<f2").tobytes()
    return b"".join(_block(block, kind) for block in values.reshape(-1, 32))


def _block(block: NDArray[np.float32], kind: int) -> bytes:
    if kind == Q8_0:
        scale = np.float16(np.abs(block).max() / 127)
        return scale.tobytes() + _steps(block, float(scale)).astype(np.int8).tobytes()
    if kind == Q4_0:
        scale, least = np.float16(np.abs(block).max() / 7), None
        steps = np.clip(_steps(block, float(scale)) + 8, 0, 15)
    else:
        scale, least = np.float16((block.max() - block.min()) / 15), np.float16(block.min())
        steps = np.clip(_steps(block - float(least), float(scale)), 0, 15)
    packed = steps[:16].astype(np.uint8) | (steps[16:].astype(np.uint8) << 4)
    return scale.tobytes() + (b"" if least is None else least.tobytes()) + packed.tobytes()


def _steps(block: NDArray[np.float32], scale: float) -> NDArray[np.float32]:
    return np.rint(block / scale) if scale else np.zeros_like(block)


def _text(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def _value(value: Any) -> bytes:
    match value:
        case bool():
            return struct.pack("<I?", 7, value)
        case int():
            return struct.pack("<II", 4, value)
        case float():
            return struct.pack("<If", 6, value)
        case str():
            return struct.pack("<I", 8) + _text(value)
        case list():
            items = [_value(one) for one in value]
            return (
                struct.pack("<I", 9)
                + items[0][:4]
                + struct.pack("<Q", len(items))
                + b"".join(one[4:] for one in items)
            )
    raise TypeError(type(value))
