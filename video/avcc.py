"""H.264 as an MP4 keeps it: length-prefixed NAL units, and parameter sets in an `avcC` record (ISO/IEC 14496-15)."""

import re
import struct
from dataclasses import dataclass, replace
from typing import Final, Self

_START_CODE: Final = re.compile(rb"\x00\x00(?:\x00)?\x01")
_SPS, _PPS = 7, 8
_MOST_IDS: Final = 32


@dataclass(frozen=True, slots=True)
class AvcConfig:
    """A decoder configuration record.

    header: profile, compatibility and level, one byte each. length_size: bytes of a NAL unit's length: 1, 2 or 4.
    sps, pps: parameter sets without start codes. extension: what high profiles append.
    """

    header: bytes
    length_size: int
    sps: tuple[bytes, ...]
    pps: tuple[bytes, ...]
    extension: bytes = b""

    @classmethod
    def parse(cls, record: bytes) -> Self:
        """Read a record.

        Raises:
            ValueError: it is none, or is cut off.
        """
        if len(record) < 7 or record[0] != 1:
            raise ValueError("not an avcC record")
        sps, at = _sets(record, 6, record[5] & 0x1F)
        if at >= len(record):
            raise ValueError("an avcC record that is cut off")
        pps, at = _sets(record, at + 1, record[at])
        if not sps or not pps:
            raise ValueError("an avcC record without parameter sets")
        return cls(record[1:4], (record[4] & 3) + 1, sps, pps, record[at:])

    @classmethod
    def of_annex_b(cls, stream: bytes) -> Self:
        """The record of an encoder that hands out its parameter sets in Annex B.

        Raises:
            ValueError: one of them is missing.
        """
        units = nal_units(stream)
        sps = tuple(unit for unit in units if unit[0] & 0x1F == _SPS)
        pps = tuple(unit for unit in units if unit[0] & 0x1F == _PPS)
        if not sps or not pps or len(sps[0]) < 4:
            raise ValueError("no parameter sets")
        return cls(sps[0][1:4], 4, sps, pps)

    def record(self) -> bytes:
        """The record as bytes."""
        parts = [b"\x01", self.header, bytes((0xFC | self.length_size - 1, 0xE0 | len(self.sps)))]
        parts += [struct.pack(">H", len(one)) + one for one in self.sps]
        parts.append(bytes((len(self.pps),)))
        parts += [struct.pack(">H", len(one)) + one for one in self.pps]
        return b"".join(parts) + self.extension

    def beside(self, other: "AvcConfig") -> "AvcConfig":
        """The record of a track in which packets of both kinds stand; their parameter sets' ids must differ."""
        profile, ours, theirs = self.header[0], self.header, other.header
        header = bytes((profile, ours[1] & theirs[1], max(ours[2], theirs[2])))
        return replace(self, header=header, sps=self.sps + other.sps, pps=self.pps + other.pps)

    def free_id(self) -> int:
        """An id that no parameter set here has, neither SPS nor PPS.

        Raises:
            ValueError: all 32 are taken.
        """
        taken = {_ue(one[4:]) for one in self.sps} | {_ue(one[1:]) for one in self.pps}
        free = next((one for one in range(_MOST_IDS) if one not in taken), None)
        if free is None:
            raise ValueError("every parameter set id is taken")
        return free


def nal_units(annex_b: bytes) -> list[bytes]:
    """The NAL units of a byte stream, without start codes and trailing zeros."""
    return [unit for part in _START_CODE.split(annex_b) if (unit := part.rstrip(b"\x00"))]


def length_prefixed(annex_b: bytes, length_size: int) -> bytes:
    """An access unit as an MP4 keeps it: each NAL unit after its length instead of a start code."""
    return b"".join(len(unit).to_bytes(length_size, "big") + unit for unit in nal_units(annex_b))


def _sets(record: bytes, at: int, count: int) -> tuple[tuple[bytes, ...], int]:
    """`count` parameter sets from a place on, each after its 16-bit length; and where they end."""
    found = []
    for _ in range(count):
        length = int.from_bytes(record[at : at + 2], "big")
        one = record[at + 2 : at + 2 + length]
        if length == 0 or len(one) < length:
            raise ValueError("an avcC record that is cut off")
        found.append(one)
        at += 2 + length
    return tuple(found), at


def _ue(data: bytes) -> int:
    """The Exp-Golomb number that a parameter set's payload begins with: its id (7.3.2.1, 7.3.2.2).

    Raises:
        ValueError: there is none.
    """
    bits = f"{int.from_bytes(data[:9].ljust(9, bytes(1)), 'big'):072b}"
    zeros = bits.find("1")
    if not 0 <= zeros <= 31:
        raise ValueError("no number")
    return int(bits[zeros : 2 * zeros + 1], 2) - 1
