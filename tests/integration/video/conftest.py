"""Cameras on loopback that a test can hold back, break and question."""

import base64
import contextlib
import hashlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import cv2
import numpy as np
import pytest
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

FPS = 20

Serve = Callable[[socket.socket, bytes], None]
"""Answers one connection; gets the head of its first request."""


class Camera:
    """A TCP server: each connection is one call of `serve`, in a thread of its own."""

    def __init__(self, serve: Serve, *, family: socket.AddressFamily = socket.AF_INET) -> None:
        self._serve = serve
        self._server = socket.create_server(
            ("::1" if family == socket.AF_INET6 else "127.0.0.1", 0), family=family
        )
        self.port: int = self._server.getsockname()[1]
        self.heads: list[bytes] = []
        self.open: list[socket.socket] = []
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for each in self.open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self._thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self.open.append(connection)
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            head = read_head(connection)
            self.heads.append(head)
            self._serve(connection, head)
        self.ended.set()


def read_head(connection: socket.socket) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        if not byte:
            raise ConnectionResetError
        head += byte
    return head


@pytest.fixture
def camera() -> Iterator[Callable[..., Camera]]:
    """Starts cameras; all of them are gone at the end."""
    with contextlib.ExitStack() as started:

        def start(serve: Serve, *, family: socket.AddressFamily = socket.AF_INET) -> Camera:
            new = Camera(serve, family=family)
            started.callback(new.close)
            return new

        yield start


def numbered(number: int) -> np.ndarray:
    """160 x 96, eight stripes: the bits of the number, the highest first."""
    bits = np.array([(number >> (7 - bit)) & 1 for bit in range(8)], np.uint8) * 255
    return np.broadcast_to(np.repeat(bits, 20)[None, :, None], (96, 160, 3)).copy()


@pytest.fixture
def number_in() -> Callable[[np.ndarray], int]:
    """Reads the number that a camera's picture carries."""

    def read(image: np.ndarray) -> int:
        stripe = image.shape[1] / 8
        lights = [image[image.shape[0] // 2, round((bit + 0.5) * stripe)].mean() for bit in range(8)]
        return int("".join("1" if light > 127 else "0" for light in lights), 2)

    return read


@pytest.fixture(scope="session")
def transport_stream() -> list[bytes]:
    """MPEG-TS with H.264 as a list of pictures' bytes: 256 numbered ones, FPS a second, a keyframe every half."""
    return mpeg_ts(scale=1)


@pytest.fixture(scope="session")
def larger_stream() -> list[bytes]:
    """The same, twice as wide and high."""
    return mpeg_ts(scale=2)


def mpeg_ts(scale: int) -> list[bytes]:
    chunks: list[bytes] = []

    class Pieces:
        def write(self, data: bytes) -> int:
            chunks.append(bytes(data))
            return len(data)

    pictures: list[bytes] = []
    options = {"muxdelay": "0", "flush_packets": "1"}
    with av.open(Pieces(), "w", format="mpegts", options=options) as container:
        stream = cast("VideoStream", container.add_stream("libx264", rate=FPS))
        stream.width, stream.height, stream.pix_fmt = 160 * scale, 96 * scale, "yuv420p"
        stream.options = {"g": str(FPS // 2), "tune": "zerolatency", "preset": "ultrafast"}
        for number in range(256):
            image = numbered(number).repeat(scale, axis=0).repeat(scale, axis=1)
            frame = VideoFrame.from_ndarray(image, format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(stream.encode(frame))
            pictures.append(b"".join(chunks))
            chunks.clear()
    return [piece for piece in pictures if piece]


def serve_ts(pieces: list[bytes], *, ends_after: int | None = None, silent_after: int | None = None) -> Serve:
    """A live HTTP camera: the pieces in real time, for ever, or to an end or a silence."""

    def serve(connection: socket.socket, head: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nConnection: close\r\n\r\n")
        begin_s = time.monotonic()
        for index, piece in enumerate(pieces):
            if index == ends_after:
                return
            if index == silent_after:
                connection.recv(1)
                return
            time.sleep(max(0.0, begin_s + index / FPS - time.monotonic()))
            connection.sendall(piece)
        connection.recv(1)

    return serve


def jpeg_parts(connection: socket.socket) -> None:
    """The body of an MJPEG camera with a boundary of its own taste, 20 a second."""
    for number in range(256):
        _, jpeg = cv2.imencode(".jpg", numbered(number))
        head = f"--myboundary\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
        connection.sendall(head.encode() + jpeg.tobytes() + b"\r\n")
        time.sleep(1 / FPS)


MJPEG_HEAD = b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=myboundary\r\n\r\n"


def serve_rtsp(
    pieces: list[bytes], *, redirect: str | None = None, password: tuple[str, str] | None = None
) -> Serve:
    """An RTSP camera that sends MPEG-TS over interleaved TCP (RFC 2326, RFC 2250)."""
    sdp = b"v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=cam\r\nt=0 0\r\nm=video 0 RTP/AVP 33\r\na=control:track1\r\n"

    def serve(connection: socket.socket, head: bytes) -> None:
        while True:
            method = head.decode().split(" ", 1)[0]
            fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:] if ": " in line)
            common = f"CSeq: {fields['CSeq']}\r\n".encode()
            if method == "OPTIONS":
                connection.sendall(
                    b"RTSP/1.0 200 OK\r\n" + common + b"Public: DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n"
                )
            elif redirect is not None:
                connection.sendall(
                    b"RTSP/1.0 302 Moved\r\n" + common + f"Location: {redirect}\r\n\r\n".encode()
                )
            elif password and not digest_fits(fields.get("Authorization", ""), method, password):
                ask = b'WWW-Authenticate: Digest realm="cam", nonce="abc123"\r\n\r\n'
                connection.sendall(b"RTSP/1.0 401 Unauthorized\r\n" + common + ask)
            elif method == "DESCRIBE":
                about = f"Content-Type: application/sdp\r\nContent-Length: {len(sdp)}\r\n\r\n".encode()
                connection.sendall(b"RTSP/1.0 200 OK\r\n" + common + about + sdp)
            elif method == "SETUP":
                answer = b"Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 7\r\n\r\n"
                connection.sendall(b"RTSP/1.0 200 OK\r\n" + common + answer)
            elif method == "PLAY":
                connection.sendall(b"RTSP/1.0 200 OK\r\n" + common + b"Session: 7\r\n\r\n")
                send_rtp(connection, pieces)
                return
            head = read_head(connection)

    return serve


def digest_fits(authorization: str, method: str, password: tuple[str, str]) -> bool:
    if not authorization.startswith("Digest "):
        return False
    said = dict(part.strip().split("=", 1) for part in authorization[7:].split(","))
    said = {name: value.strip('"') for name, value in said.items()}

    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    user, secret = password
    uri = said["uri"]
    expected = md5(f"{md5(f'{user}:cam:{secret}')}:abc123:{md5(f'{method}:{uri}')}")
    return said["username"] == user and said["response"] == expected


def send_rtp(connection: socket.socket, pieces: list[bytes]) -> None:
    sequence, begin_s = 0, time.monotonic()
    for index, piece in enumerate(pieces):
        time.sleep(max(0.0, begin_s + index / FPS - time.monotonic()))
        for at in range(0, len(piece), 7 * 188):
            stamp = round(index * 90000 / FPS)
            packet = struct.pack(">BBHII", 0x80, 33, sequence & 0xFFFF, stamp, 1) + piece[at : at + 7 * 188]
            connection.sendall(b"$\0" + struct.pack(">H", len(packet)) + packet)
            sequence += 1


def basic(user: str, password: str) -> bytes:
    return b"Authorization: Basic " + base64.b64encode(f"{user}:{password}".encode())


Make = Callable[..., Path]
