"""Which URLs we send to: webhooks, and the push services that browsers name."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from notices.errors import UrlRefused
from pawsight.addresses import IPAddress, Resolve, ascii_host, parse, refusal, resolve

LONGEST_URL: Final = 2000
PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """A URL whose every address was checked. Connect to one of `addresses`, never to `host`.

    host: in ASCII and lower case, without brackets; for the Host header and TLS alone. path: with its query.
    """

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[IPAddress, ...]

    @property
    def authority(self) -> str:
        """Host and, where it is not the scheme's own, port: what a Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def url_at(self, address: IPAddress) -> str:
        """The URL with an address in the place of the host."""
        host = f"[{address}]" if address.version == 6 else str(address)
        return f"{self.scheme}://{host}:{self.port}{self.path}"

    def __repr__(self) -> str:
        # The path of a push service, and of many a webhook, is the secret that lets one in.
        return f"Target({self.scheme}://{self.authority})"


def check_target(url: str, *, allow_private: bool, resolve: Resolve = resolve) -> Target:
    """Check a URL and every address that its host has now.

    Blocks while the name is resolved: from an event loop, call it in a thread. A name can lead elsewhere a second
    later, so whoever sends checks again and connects to `Target.addresses`.

    allow_private: let it lead to the home network or to this machine, and by plain HTTP.

    Raises:
        UrlRefused: `URL_INVALID`, `SCHEME_REFUSED`, `HOST_UNKNOWN` or `ADDRESS_REFUSED`.
    """
    # Characters that parsers disagree about let one of them see another host than the next one does.
    if len(url) > LONGEST_URL or re.search(r"[\x00-\x20\x7f\\]", url):
        raise UrlRefused("URL_INVALID", f"a URL has at most {LONGEST_URL} characters, and no spaces")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = ascii_host(parts.hostname or "")
    except (UnicodeError, ValueError) as error:
        raise UrlRefused("URL_INVALID", "this is not a URL") from error
    if parts.scheme != "https" and not (allow_private and parts.scheme == "http"):
        raise UrlRefused("SCHEME_REFUSED", "the URL begins with https://")
    if not host or port == 0 or ("%" in host and ":" not in host):
        raise UrlRefused("URL_INVALID", "the URL names no host that we can find")
    if parts.username is not None or parts.password is not None:
        raise UrlRefused("URL_INVALID", "a URL with a password in it would be told to whoever sees the list")
    port = port or PORTS[parts.scheme]
    return Target(
        scheme=parts.scheme,
        host=host,
        port=port,
        path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        addresses=_addresses(host, port, allow_private=allow_private, resolve=resolve),
    )


def _addresses(host: str, port: int, *, allow_private: bool, resolve: Resolve) -> tuple[IPAddress, ...]:
    try:
        # 2130706433 and 0x7f.1 are addresses too: the resolver reads them as connect would.
        addresses = tuple(parse(text) for text in resolve(host, port))
    except (OSError, UnicodeError, ValueError) as error:
        raise UrlRefused("HOST_UNKNOWN", f"no address is known for the host {host!r}") from error
    if not addresses:
        raise UrlRefused("HOST_UNKNOWN", f"no address is known for the host {host!r}")
    for address in addresses:
        reason = refusal(address, allow_loopback=allow_private, allow_private=allow_private)
        if reason:
            raise UrlRefused("ADDRESS_REFUSED", f"the host {host!r} leads to {address}, which is {reason}")
    return addresses
