"""An RTSP camera as they are sold: H.264 (RFC 6184) and AAC (RFC 3640) in RTP, parameter sets in the SDP alone."""

import base64
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from tests.integration.video.conftest import FPS, numbered, read_head
from video.avcc import nal_units

RATE_HZ = 48_000

_SPS, _PPS = 7, 8


@dataclass(frozen=True)
class Film:
    """pictures: the units of each, without parameter sets. sounds: AAC frames. config: AudioSpecificConfig."""

    pictures: list[list[bytes]]
    sounds: list[bytes]
    sps: bytes
    pps: bytes
    config: bytes


def film(pictures: int = 200) -> Film:
    """Numbered pictures, FPS a second with a keyframe every half, and a tone."""
    coder = av.CodecContext.create("libx264", "w")
    coder.width, coder.height, coder.pix_fmt = 160, 96, "yuv420p"
    coder.time_base, coder.framerate = Fraction(1, FPS), Fraction(FPS)
    coder.options = {"g": str(FPS // 2), "tune": "zerolatency", "preset": "ultrafast", "sc_threshold": "0"}
    sent = []
    for number in range(pictures):
        frame = VideoFrame.from_ndarray(numbered(number % 256), format="bgr24")
        frame.pts, frame.time_base = number, Fraction(1, FPS)
        sent += [nal_units(bytes(packet)) for packet in coder.encode(frame)]
    sets = {unit[0] & 0x1F: unit for unit in sent[0]}
    ear = av.CodecContext.create("aac", "w")
    ear.sample_rate, ear.layout, ear.format = RATE_HZ, "mono", "fltp"
    ear.flags |= 1 << 22  # the configuration apart
    sounds = []
    for index in range(pictures * RATE_HZ // FPS // 1024):
        at_s = (index * 1024 + np.arange(1024)) / RATE_HZ
        wave = (0.5 * np.sin(2 * np.pi * 440 * at_s)).astype(np.float32)
        tone = AudioFrame.from_ndarray(wave[None, :], format="fltp", layout="mono")
        tone.sample_rate, tone.pts = RATE_HZ, index * 1024
        sounds += [bytes(packet) for packet in ear.encode(tone)]
    return Film(
        [[unit for unit in units if unit[0] & 0x1F not in (_SPS, _PPS)] for units in sent],
        sounds,
        sets[_SPS],
        sets[_PPS],
        ear.extradata or b"",
    )


def serve_film(shown: Film) -> Callable[[socket.socket, bytes], None]:
    """Play it once, in real time, over interleaved TCP."""
    sets = ",".join(base64.b64encode(unit).decode() for unit in (shown.sps, shown.pps))
    sdp = (
        "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=cam\r\nt=0 0\r\n"
        "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
        f"a=fmtp:96 packetization-mode=1;sprop-parameter-sets={sets}\r\na=control:track1\r\n"
        f"m=audio 0 RTP/AVP 97\r\na=rtpmap:97 MPEG4-GENERIC/{RATE_HZ}/1\r\n"
        "a=fmtp:97 streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;"
        f"config={shown.config[:2].hex()}\r\na=control:track2\r\n"
    ).encode()

    def serve(connection: socket.socket, head: bytes) -> None:
        while True:
            method = head.decode().split(" ", 1)[0]
            fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:] if ": " in line)
            answer = f"RTSP/1.0 200 OK\r\nCSeq: {fields['CSeq']}\r\nSession: 7\r\n"
            if method == "OPTIONS":
                answer += "Public: DESCRIBE, SETUP, PLAY, TEARDOWN\r\n"
            elif method == "SETUP":
                answer += f"Transport: {fields['Transport']}\r\n"
            elif method == "DESCRIBE":
                answer += f"Content-Type: application/sdp\r\nContent-Length: {len(sdp)}\r\n"
            connection.sendall(answer.encode() + b"\r\n" + (sdp if method == "DESCRIBE" else b""))
            if method == "PLAY":
                _play(connection, shown)
                return
            head = read_head(connection)

    return serve


def _play(connection: socket.socket, shown: Film) -> None:
    events = [(index / FPS, 0, units) for index, units in enumerate(shown.pictures)]
    events += [(index * 1024 / RATE_HZ, 2, [sound]) for index, sound in enumerate(shown.sounds)]
    begin_s, sequence = time.monotonic(), {0: 0, 2: 0}
    for at_s, channel, units in sorted(events, key=lambda event: event[0]):
        time.sleep(max(0.0, begin_s + at_s - time.monotonic()))
        for index, unit in enumerate(units):
            payload = unit if channel == 0 else struct.pack(">HH", 16, len(unit) << 3) + unit
            kind = (96 if channel == 0 else 97) | (0x80 if index == len(units) - 1 else 0)
            stamp = round(at_s * (90_000 if channel == 0 else RATE_HZ))
            packet = (
                struct.pack(">BBHII", 0x80, kind, sequence[channel] & 0xFFFF, stamp, channel + 1) + payload
            )
            connection.sendall(b"$" + bytes((channel,)) + struct.pack(">H", len(packet)) + packet)
            sequence[channel] += 1
