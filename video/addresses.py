"""Which URLs a camera may have, and where they may lead.

A camera's URL is typed by a person and fetched by our server, so it must not become a way into what only
this machine can reach: our own database and Ray on loopback, or a cloud's metadata service. Addresses of a
home network are what cameras have, and are allowed.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from pawsight.addresses import IPAddress, Resolve, ascii_host, parse, refusal, resolve
from video.errors import SourceRefused

DEFAULT_PORTS = {"http": 80, "https": 443, "rtsp": 554, "rtsps": 322}
_LONGEST_URL = 2048


@dataclass(frozen=True, slots=True)
class CheckedUrl:
    """A URL whose every address was checked. Connect to one of `addresses`, never to `host`.

    host: as written, in ASCII (IDNA) and lower case, without brackets; for the Host header and TLS alone.
    addresses: what the host resolved to, in the resolver's order; at least one.
    target: path and query, at least "/".
    user, password: percent-decoded; never log them. None when the URL has none.
    """

    scheme: str
    host: str
    port: int
    target: str
    addresses: tuple[IPAddress, ...]
    user: str | None
    password: str | None

    @property
    def authority(self) -> str:
        """Host and, where it is not the scheme's own, port: what a Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    def __repr__(self) -> str:
        # A traceback or a log line shows objects by their repr: no password in it.
        return f"CheckedUrl({self.scheme}://{self.authority}, {', '.join(map(str, self.addresses))})"


def check_url(url: str, *, allow_loopback: bool, resolve: Resolve = resolve) -> CheckedUrl:
    """Check a camera's URL and every address that its host has now.

    Blocks the calling thread while the name is resolved: from an event loop, call it in a thread. A name can
    lead elsewhere a second later, so whoever connects checks again and uses `CheckedUrl.addresses`.

    allow_loopback: let the URL point at this machine (tests, cameras bridged here).
    Raises `SourceRefused`: `URL_INVALID`, `SCHEME_REFUSED`, `HOST_UNKNOWN` or `ADDRESS_REFUSED`.
    """
    parts, port = _split(url)
    host = _ascii_host(parts.hostname or "")
    try:
        # 2130706433, 0x7f.1 and 0177.0.0.1 are addresses too: the resolver reads them as connect would.
        addresses = tuple(parse(text) for text in resolve(host, port))
    except (OSError, UnicodeError) as error:
        raise SourceRefused("HOST_UNKNOWN", f"no address is known for the host {host!r}") from error
    if not addresses:
        raise SourceRefused("HOST_UNKNOWN", f"no address is known for the host {host!r}")
    for address in addresses:
        reason = refusal(address, allow_loopback=allow_loopback)
        if reason:
            raise SourceRefused("ADDRESS_REFUSED", f"the host {host!r} leads to {address}, which is {reason}")
    return CheckedUrl(
        scheme=parts.scheme,
        host=host,
        port=port,
        target=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        addresses=addresses,
        user=None if parts.username is None else unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
    )


def redacted(url: str) -> str:
    """The URL without its user, password, query and fragment: fit for a log line or an error message."""
    bare = re.sub(r"[?#].*", "", url, flags=re.DOTALL)
    scheme, separator, rest = bare.partition("://")
    if not separator:
        return bare.rpartition("@")[2]
    authority, slash, path = rest.partition("/")
    if "@" in path:  # a password with a slash in it: nobody can tell where it ends
        return f"{scheme}://{rest.rpartition('@')[2]}"
    return f"{scheme}://{authority.rpartition('@')[2]}{slash}{path}"


def _split(url: str) -> tuple[SplitResult, int]:
    if len(url) > _LONGEST_URL:
        raise SourceRefused("URL_INVALID", f"a URL may have {_LONGEST_URL} characters")
    # Characters that parsers disagree about let one of them see another host than the next one does.
    if re.search(r"[\x00-\x20\x7f\\]", url):
        raise SourceRefused("URL_INVALID", "a URL has no spaces, control characters or backslashes")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SourceRefused("URL_INVALID", "this is not a URL") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise SourceRefused("SCHEME_REFUSED", f"a camera's URL begins with {', '.join(DEFAULT_PORTS)}")
    if not parts.hostname:
        raise SourceRefused("URL_INVALID", "the URL names no host")
    if "%" in parts.hostname and ":" not in parts.hostname:
        raise SourceRefused("URL_INVALID", "a host name holds no percent signs")
    if port == 0:
        raise SourceRefused("URL_INVALID", "port 0 is nowhere")
    return parts, port or DEFAULT_PORTS[parts.scheme]


def _ascii_host(host: str) -> str:
    try:
        return ascii_host(host)
    except UnicodeError as error:
        raise SourceRefused("URL_INVALID", f"{host!r} is not a host name") from error
