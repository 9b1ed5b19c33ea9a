"""AAC as we hand it on: raw frames, and an AudioSpecificConfig (ISO 14496-3) beside them.

MPEG-TS and some cameras send ADTS: each frame brings a header that says the same again.
"""

from dataclasses import dataclass

RATES_HZ = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
FRAME_SAMPLES = 1024

_LC, _SBR, _PS = 2, 5, 29
_HEADER_BYTES = 7


@dataclass(frozen=True, slots=True)
class AdtsFrame:
    """One frame without its header, and the AudioSpecificConfig that the header stands for."""

    data: bytes
    config: bytes


def is_adts(data: bytes) -> bool:
    """Whether an AAC packet begins with an ADTS header rather than with a frame."""
    return len(data) >= _HEADER_BYTES and data[0] == 0xFF and data[1] & 0xF6 == 0xF0


def strip_adts(data: bytes) -> AdtsFrame | None:
    """Take the header off one frame; None when it is none that we can hand on.

    None too for several raw blocks in one frame, and for channels that a header cannot name.
    """
    if not is_adts(data):
        return None
    head = int.from_bytes(data[2:7])
    object_type = (head >> 38) + 1
    rate_index = head >> 34 & 0xF
    channels = head >> 30 & 0x7
    length = head >> 13 & 0x1FFF
    blocks = (head & 3) + 1
    begin = _HEADER_BYTES if data[1] & 1 else _HEADER_BYTES + 2  # else a checksum follows
    if length > len(data) or length <= begin or blocks > 1:
        return None
    if rate_index >= len(RATES_HZ) or channels == 0:
        return None
    return AdtsFrame(data[begin:length], _config(object_type, rate_index, channels))


def lc_config(rate_hz: int, channels: int) -> bytes | None:
    """The AudioSpecificConfig of plain AAC-LC; None for a rate or channels that it cannot name."""
    if rate_hz not in RATES_HZ or not 1 <= channels <= 6:
        return None
    return _config(_LC, RATES_HZ.index(rate_hz), channels)


def plays_everywhere(config: bytes) -> bool:
    """Whether browsers play it: AAC-LC and its extensions SBR and PS."""
    return len(config) >= 2 and config[0] >> 3 in (_LC, _SBR, _PS)


def _config(object_type: int, rate_index: int, channels: int) -> bytes:
    return (object_type << 11 | rate_index << 7 | channels << 3).to_bytes(2)
