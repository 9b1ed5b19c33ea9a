"""An RTSP camera, reached through a relay of ours.

FFmpeg speaks RTSP itself, but it follows a redirect to any address, resolves names on its own, does not check
certificates, and cannot be interrupted. So it talks to a port of ours on loopback: the relay connects
to the address that was checked, reads along, and hangs up when the camera redirects.
"""

import contextlib
import re
import select
import socket
import ssl
import threading
import time
from urllib.parse import quote

from pawsight.addresses import Resolve, resolve
from video.addresses import CheckedUrl, check_url
from video.errors import SourceLost, SourceRefused

_LONGEST_HEAD = 16_384
_LONGEST_BODY = 1_000_000
_CHUNK_BYTES = 65_536
_REPLY = re.compile(rb"RTSP/1\.\d ([1-9]\d\d)(?: [^\r\n]*)?")
_REQUEST = re.compile(rb"([A-Z_]{1,32}) \S+ RTSP/1\.\d")
_LENGTH = re.compile(rb"content-length:[ \t]*(\d{1,7})[ \t]*", re.IGNORECASE)


class Interleaved:
    """Reads what an RTSP server sends over TCP (RFC 2326, 10.12) and lets through what FFmpeg may see.

    Strict on purpose: where a text could be read in two ways, FFmpeg may read it in the other.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._pass = 0

    def feed(self, data: bytes) -> bytes:
        """Take what was received; return what is complete enough to hand on.

        Raises `SourceRefused` (`REDIRECT_REFUSED`), or `SourceLost` when this is not RTSP.
        """
        self._buffer += data
        out = bytearray()
        while self._buffer:
            if self._pass == 0 and not self._measure():
                break
            out += self._buffer[: self._pass]
            taken = min(self._pass, len(self._buffer))
            del self._buffer[:taken]
            self._pass -= taken
        return bytes(out)

    def _measure(self) -> bool:
        """Set `_pass` to the bytes of the next message; False while its head is not there yet."""
        if self._buffer[0] == ord("$"):
            if len(self._buffer) < 4:
                return False
            self._pass = 4 + int.from_bytes(self._buffer[2:4])
            return True
        end = self._buffer.find(b"\r\n\r\n", 0, _LONGEST_HEAD)
        if end < 0:
            if len(self._buffer) >= _LONGEST_HEAD:
                raise SourceLost("it does not speak RTSP")
            return False
        self._pass = end + 4 + _body_bytes(bytes(self._buffer[:end]))
        return True


class RtspRelay:
    """One connection between FFmpeg and a camera. Opened by one thread, aborted by any."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._aborted = False
        self._sockets: list[socket.socket] = []
        self._thread: threading.Thread | None = None
        self.failure: SourceRefused | SourceLost | None = None
        """Why the relay hung up, if it was the relay that did."""

    def open(self, url: str, *, allow_loopback: bool, resolve: Resolve = resolve) -> str:
        """Check the URL, connect, and return the loopback URL for FFmpeg. Never log it: it has the password.

        Raises `SourceRefused`, or `SourceLost` when no connection comes about.
        """
        checked = check_url(url, allow_loopback=allow_loopback, resolve=resolve)
        camera = self._connect(checked)
        door = self._keep(socket.create_server(("127.0.0.1", 0), backlog=1))
        door.settimeout(self._timeout_s)
        self._thread = threading.Thread(
            target=self._serve, args=(door, camera), name="rtsp-relay", daemon=True
        )
        self._thread.start()
        password = "" if checked.password is None else f":{quote(checked.password, safe='')}"
        login = "" if checked.user is None else f"{quote(checked.user, safe='')}{password}@"
        return f"rtsp://{login}127.0.0.1:{door.getsockname()[1]}{checked.target}"

    def abort(self) -> None:
        """Hang up on both sides; from any thread, idempotent."""
        with self._lock:
            self._aborted = True
            for each in self._sockets:
                with contextlib.suppress(OSError):  # not connected, or no longer
                    # The plain socket's: TLS would say goodbye first, and wait for the answer.
                    socket.socket.shutdown(each, socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up and wait for the relay's thread."""
        self.abort()
        if self._thread is not None:
            self._thread.join()
        for each in self._sockets:
            each.close()

    def _connect(self, checked: CheckedUrl) -> socket.socket:
        failure: OSError | None = None
        for address in checked.addresses:
            try:
                plain = socket.create_connection((str(address), checked.port), timeout=self._timeout_s)
            except OSError as error:
                failure = error
                continue
            self._keep(plain)
            if checked.scheme == "rtsp":
                return plain
            try:
                secure = ssl.create_default_context().wrap_socket(plain, server_hostname=checked.host)
            except OSError as error:
                raise SourceLost(f"no secure connection: {error.strerror or type(error).__name__}") from error
            return self._keep(secure)
        reason = "connecting took too long" if isinstance(failure, TimeoutError) else "no connection"
        raise SourceLost(reason) from failure

    def _keep(self, new: socket.socket) -> socket.socket:
        with self._lock:
            self._sockets.append(new)
            aborted = self._aborted
        if aborted:
            raise SourceLost("stopped")
        return new

    def _serve(self, door: socket.socket, camera: socket.socket) -> None:
        try:
            ffmpeg, _ = door.accept()
            self._relay(self._keep(ffmpeg), camera)
        except OSError as error:
            self.failure = SourceLost(
                "it fell silent" if isinstance(error, TimeoutError) else "the connection broke"
            )
        except (SourceLost, SourceRefused) as error:
            self.failure = error
        finally:
            self.abort()

    def _relay(self, ffmpeg: socket.socket, camera: socket.socket) -> None:
        """Carry bytes until one side hangs up; one thread, since two must not use a TLS socket at once."""
        reader = Interleaved()
        silent_since_s = time.monotonic()
        while True:
            left_s = silent_since_s + self._timeout_s - time.monotonic()
            if left_s <= 0:
                raise TimeoutError
            pending = isinstance(camera, ssl.SSLSocket) and camera.pending() > 0
            ready, _, _ = select.select([ffmpeg, camera], [], [], 0 if pending else left_s)
            if ffmpeg in ready:
                data = ffmpeg.recv(_CHUNK_BYTES)
                if not data:
                    return
                camera.settimeout(self._timeout_s)
                camera.sendall(data)
            if camera in ready or pending:
                # TLS has records without content: never wait for one that has.
                camera.settimeout(0)
                try:
                    data = camera.recv(_CHUNK_BYTES)
                except ssl.SSLWantReadError:
                    continue
                if not data:
                    return
                silent_since_s = time.monotonic()
                ffmpeg.sendall(reader.feed(data))


def _body_bytes(head: bytes) -> int:
    first, *lines = head.split(b"\r\n")
    if reply := _REPLY.fullmatch(first):
        if 300 <= int(reply[1]) < 400:
            raise SourceRefused("REDIRECT_REFUSED", "the camera redirects elsewhere, which is not followed")
    elif not _REQUEST.fullmatch(first):
        raise SourceLost("it does not speak RTSP")
    lengths = set()
    for line in lines:
        if b"\n" in line or b"\r" in line or b"\0" in line or line.startswith(b"$"):
            raise SourceLost("it does not speak RTSP")
        if line.lower().startswith(b"content-length:"):
            length = _LENGTH.fullmatch(line)
            if length is None or int(length[1]) > _LONGEST_BODY:
                raise SourceLost("it does not speak RTSP")
            lengths.add(int(length[1]))
    if len(lengths) > 1:
        raise SourceLost("it does not speak RTSP")
    return lengths.pop() if lengths else 0
