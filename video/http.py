"""A camera's HTTP stream, fetched by us rather than by FFmpeg.

So the connection goes to the address that was checked (also under TLS), no redirect leads elsewhere
unchecked, and another thread can end a read that blocks.
"""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

import httpx

from pawsight.addresses import IPAddress, Resolve, resolve
from video.addresses import CheckedUrl, check_url
from video.errors import SourceLost, SourceRefused

_MOST_REDIRECTS = 3


class HttpStream:
    """The body of one GET. Opened and read by one thread, aborted by any.

    finite: the sender told a length, so it is a recording and no live stream.
    format_name: FFmpeg's name of the container where the Content-Type tells it, else None.
    """

    def __init__(self, timeout_s: float) -> None:
        self._client = httpx.Client(
            trust_env=False,  # a proxy would resolve the name again, unchecked
            follow_redirects=False,
            timeout=timeout_s,
            headers={"User-Agent": "Pawsight", "Accept-Encoding": "identity"},
        )
        self._lock = threading.Lock()
        self._aborted = threading.Event()
        self._socket: socket.socket | None = None
        self._response: httpx.Response | None = None
        self._chunks: Iterator[bytes] = iter(())
        self._rest = b""
        self.finite = False
        self.format_name: str | None = None

    def open(self, url: str, *, allow_loopback: bool, resolve: Resolve = resolve) -> None:
        """Check the URL and each redirect, connect to a checked address, and read the head of the answer.

        Blocks, at most the time-out for each of connect, send and receive, and the resolver's own time.
        Raises `SourceRefused` for a URL or redirect that is refused, `SourceLost` for everything else.
        """
        previous: CheckedUrl | None = None
        for _ in range(_MOST_REDIRECTS + 1):
            checked = check_url(url, allow_loopback=allow_loopback, resolve=resolve)
            if checked.scheme not in ("http", "https"):
                raise SourceRefused("REDIRECT_REFUSED", f"it redirects to {checked.scheme}")
            if previous is not None:
                checked = _with_password_of(previous, checked)
            response = self._get(checked, httpx.Auth())
            if response.status_code == httpx.codes.UNAUTHORIZED and checked.user is not None:
                auth = _auth(response, checked.user, checked.password or "")
                response.close()
                response = self._get(checked, auth)
            if not response.has_redirect_location:
                self._begin(response)
                return
            url, previous = urljoin(url, response.headers["Location"]), checked
            response.close()
        raise SourceRefused("REDIRECT_REFUSED", f"it redirects more than {_MOST_REDIRECTS} times")

    def read(self, size: int) -> bytes:
        """At most `size` bytes, b"" at the end.

        Raises `SourceLost` when the connection breaks, falls silent or is aborted.
        """
        if not self._rest:
            try:
                self._rest = next(self._chunks, b"")
            except (httpx.HTTPError, httpx.StreamError, OSError) as error:
                raise SourceLost(_reason(error)) from error
        head, self._rest = self._rest[:size], self._rest[size:]
        return head

    def abort(self) -> None:
        """End a read that blocks in another thread, and every later one; from any thread, idempotent."""
        with self._lock:
            self._aborted.set()
            if self._socket is not None:
                with contextlib.suppress(OSError):  # it is closed already, which is what we want
                    # The plain socket's: TLS would say goodbye first, and wait for the answer.
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection; by the thread that reads."""
        if self._response is not None:
            self._response.close()
        self._client.close()

    def _get(self, checked: CheckedUrl, auth: httpx.Auth) -> httpx.Response:
        failure: Exception | None = None
        for address in checked.addresses:
            if self._aborted.is_set():
                raise SourceLost("stopped")
            request = self._client.build_request(
                "GET",
                _url_of(checked, address),
                headers={"Host": checked.authority},
                extensions={"sni_hostname": checked.host},
            )
            try:
                response = self._client.send(request, auth=auth, stream=True)
            except httpx.ConnectError as error:
                failure = error
                continue
            except (httpx.HTTPError, OSError) as error:
                raise SourceLost(_reason(error)) from error
            with self._lock:
                self._socket = response.extensions["network_stream"].get_extra_info("socket")
            if self._aborted.is_set():  # while it connected: there was no socket to shut yet
                self.abort()
            return response
        raise SourceLost(_reason(failure)) from failure

    def _begin(self, response: httpx.Response) -> None:
        self._response = response
        if response.status_code != httpx.codes.OK:
            raise SourceLost(f"it answers {response.status_code} {response.reason_phrase}")
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        self.format_name = "mpjpeg" if kind == "multipart/x-mixed-replace" else None
        self.finite = "Content-Length" in response.headers
        self._chunks = response.iter_raw()  # as they come: a size would make it wait for so much


def _url_of(checked: CheckedUrl, address: IPAddress) -> str:
    host = f"[{address}]" if address.version == 6 else str(address)
    return f"{checked.scheme}://{host}:{checked.port}{checked.target}"


def _auth(response: httpx.Response, user: str, password: str) -> httpx.Auth:
    asked = response.headers.get("WWW-Authenticate", "").lower()
    return httpx.DigestAuth(user, password) if asked.startswith("digest") else httpx.BasicAuth(user, password)


def _with_password_of(previous: CheckedUrl, checked: CheckedUrl) -> CheckedUrl:
    """Take the password along on the same host, never from https down to http."""
    weaker = previous.scheme == "https" and checked.scheme == "http"
    if checked.user is not None or checked.host != previous.host or weaker:
        return checked
    return replace(checked, user=previous.user, password=previous.password)


def _reason(error: Exception | None) -> str:
    match error:
        case httpx.ConnectTimeout():
            return "connecting took too long"
        case httpx.TimeoutException():
            return "it fell silent"
        case httpx.ConnectError():
            # The text of a TLS error names the fault (a self-signed certificate); no URL is in it.
            return f"no connection: {error}"
        case _:
            return "the connection broke"
