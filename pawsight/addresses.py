"""Where our server may connect on somebody's word: a person types an address, and our machine goes there.

So it must not lead to what only this machine can reach: our own database and Ray on loopback, a cloud's metadata
service, or, for some callers, the home network.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

Resolve = Callable[[str, int], Iterable[str]]
"""The addresses of (host, port) as text; `OSError` when there are none."""

_THIS_NETWORK: Final = ipaddress.ip_network("0.0.0.0/8")
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
# Metadata services that hide outside the link-local range: AWS over IPv6, Alibaba, Azure.
_METADATA: Final = frozenset(map(ipaddress.ip_address, ("fd00:ec2::254", "100.100.100.200", "168.63.129.16")))


def resolve(host: str, port: int) -> list[str]:
    """Ask the system's resolver; blocks for as long as that takes."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def ascii_host(host: str) -> str:
    """A host name as the resolver takes it (IDNA).

    Raises:
        UnicodeError: it is no host name.
    """
    return host.encode("ascii").decode("ascii") if host.isascii() else host.encode("idna").decode("ascii")


def parse(text: str) -> IPAddress:
    """An address as the resolver writes it; its zone is left out.

    Raises:
        ValueError: it is none.
    """
    return ipaddress.ip_address(text.partition("%")[0])


def refusal(address: IPAddress, *, allow_loopback: bool, allow_private: bool = True) -> str | None:
    """Why nobody may be sent to this address, in words; None when it is fine.

    allow_private: whether it may be one of a home network. Metadata services, link-local and multicast addresses
    are refused whatever is allowed.
    """
    inner = _embedded_ipv4(address)
    if inner is not None:
        return refusal(inner, allow_loopback=allow_loopback, allow_private=allow_private)
    if address.is_loopback:
        return None if allow_loopback else "this machine itself"
    if address in _METADATA:
        return "a cloud's metadata service"
    if address.is_link_local:
        return "link-local"
    if address.is_unspecified or (address.version == 4 and address in _THIS_NETWORK):
        return "unspecified"
    if address.is_multicast:
        return "multicast"
    if address.is_reserved:
        return "reserved"
    if address.version == 6 and address.is_site_local:
        return "site-local, a range that was withdrawn"
    if not allow_private and not address.is_global:
        return "private"
    return None


def _embedded_ipv4(address: IPAddress) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a packet to this IPv6 address would reach in the end, if there is one."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64 or (int(address) >> 32 == 0 and int(address) > 1):  # ::a.b.c.d: IPv4-compatible
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
