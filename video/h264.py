"""H.264 as we hand it on: Annex B (ITU-T H.264, annex B), with SPS and PPS before every keyframe.

Files and FLV keep length-prefixed units and hold the parameter sets apart (ISO 14496-15, "avcC"); RTSP may tell
them in its SDP alone. Whoever begins to look in the middle of a stream needs them with the keyframe.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from video.avcc import AvcConfig, nal_units

_START = b"\0\0\0\1"
_IDR, _SPS, _PPS, _DELIMITER = 5, 7, 8, 9
_SLICES = range(1, 6)


class NotH264(Exception):
    """The bytes are not what they should be; the next packet's may be."""


@dataclass(frozen=True, slots=True)
class AccessUnit:
    """One picture in Annex B. is_keyframe: it is an IDR picture, so nothing before it is needed to decode it."""

    data: bytes
    is_keyframe: bool


class Normaliser:
    """Turns the packets of one stream into access units.

    extradata: what the container says beside the packets: avcC, Annex B, or nothing. Raises `NotH264` when it
    is an avcC that cannot be read.
    """

    def __init__(self, extradata: bytes | None) -> None:
        self._length_bytes = 0
        self._sets: list[bytes] = []
        if extradata and extradata[0] == 1:
            try:
                config = AvcConfig.parse(extradata)
            except ValueError as error:
                raise NotH264(str(error)) from error
            self._length_bytes = config.length_size
            self._sets = [*config.sps, *config.pps]
        elif extradata:
            self._sets = _parameter_sets(nal_units(extradata))

    @property
    def sps(self) -> bytes:
        """The SPS alone: while they stay, size and profile stay. Empty while none are known."""
        return b"".join(unit for unit in self._sets if _kind(unit) == _SPS)

    @property
    def parameter_sets(self) -> bytes:
        """The SPS and PPS that go before the next keyframe, in Annex B; empty while none are known."""
        return _annex_b(self._sets)

    def unit(self, data: bytes) -> AccessUnit | None:
        """The access unit of one packet; None when no picture is in it, or its parameter sets are not known yet.

        Raises `NotH264` when a unit is longer than the packet.
        """
        units = self._units(data)
        self._learn(_parameter_sets(units))
        kinds = {_kind(unit) for unit in units}
        if _IDR in kinds and {_kind(unit) for unit in self._sets} == {_SPS, _PPS}:
            rest = [unit for unit in units if _kind(unit) not in (_SPS, _PPS, _DELIMITER)]
            return AccessUnit(_annex_b([*self._sets, *rest]), is_keyframe=True)
        if _IDR in kinds or kinds.isdisjoint(_SLICES):
            return None
        return AccessUnit(_annex_b(unit for unit in units if _kind(unit) != _DELIMITER), is_keyframe=False)

    def _units(self, data: bytes) -> list[bytes]:
        if self._length_bytes == 0:
            return nal_units(data)
        try:
            return list(_prefixed_units(data, self._length_bytes))
        except NotH264:
            if data.startswith(_START):  # some senders promise lengths and send Annex B
                return nal_units(data)
            raise

    def _learn(self, found: list[bytes]) -> None:
        """Keep what an SPS or PPS says until another of its kind comes."""
        new = {_kind(unit) for unit in found}
        self._sets = _parameter_sets([unit for unit in self._sets if _kind(unit) not in new] + found)


def _kind(unit: bytes) -> int:
    return unit[0] & 0x1F


def _parameter_sets(units: Iterable[bytes]) -> list[bytes]:
    """The SPS, then the PPS among these units, each once."""
    once = list(dict.fromkeys(units))
    return [unit for kind in (_SPS, _PPS) for unit in once if _kind(unit) == kind]


def _annex_b(units: Iterable[bytes]) -> bytes:
    return b"".join(_START + unit for unit in units)


def _prefixed_units(data: bytes, length_bytes: int) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        begin = at + length_bytes
        at = begin + int.from_bytes(data[at:begin])
        if at > len(data):
            raise NotH264("a unit is longer than its packet")
        if at > begin:
            yield data[begin:at]
