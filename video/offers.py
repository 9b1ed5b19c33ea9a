"""SDP from and for a browser (RFC 8866, RFC 8829): what we accept of an offer, what we add to an answer."""

import ipaddress
from collections.abc import Iterable
from typing import Final, Literal

from aioice.candidate import Candidate, candidate_foundation, candidate_priority
from aiortc.sdp import MediaDescription, SessionDescription

from video.errors import OfferRefused

LONGEST_SDP: Final = 64_000
"""Characters; a browser's offer of one picture and one sound has about 6,000."""

MOST_CANDIDATES: Final = 30

Kind = Literal["audio", "video"]

_CANDIDATE = "a=candidate:"


def readable(offer: str) -> str:
    """The offer without what its ICE agent would stumble on. Raises `OfferRefused`.

    One video section, at most one audio section, both in one bundle. Candidates with names instead of addresses
    (mDNS, RFC 8828) are left out: we learn the address when the browser's first check arrives. So the end of
    candidates is not told either, lest ICE give up before that.
    """
    if len(offer) > LONGEST_SDP:
        raise OfferRefused(f"{len(offer):,} characters; at most {LONGEST_SDP:,} are taken")
    kept: list[str] = []
    candidates = 0
    for line in offer.splitlines():
        if line.startswith(_CANDIDATE):
            candidates += 1
            if candidates > MOST_CANDIDATES or not _is_reachable(line):
                continue
        elif line.startswith("a=end-of-candidates"):
            continue
        kept.append(line)
    text = "\r\n".join(kept) + "\r\n"
    _check(_parsed(text))
    return text


def announced(answer: str, addresses: Iterable[str]) -> str:
    """The answer with candidates for more addresses of ours: each host candidate's port, seen from outside."""
    lines: list[str] = []
    own = [Candidate.from_sdp(line.removeprefix(_CANDIDATE)) for line in _candidates(answer)]
    more = set(addresses) - {one.host for one in own}
    for line in answer.splitlines():
        lines.append(line)
        if line.startswith(_CANDIDATE) and (one := own.pop(0)).type == "host":
            lines += [
                _CANDIDATE + _seen_from_outside(one, address).to_sdp()
                for address in sorted(more)
                if _same_family(address, one.host)
            ]
    return "\r\n".join(lines) + "\r\n"


def codec_of(sdp: str, kind: Kind) -> str | None:
    """The codec that a section begins with, as in `H264`, which is the one that we send; None without one."""
    for section in SessionDescription.parse(sdp).media:
        if section.kind == kind and section.direction != "inactive" and section.rtp.codecs:
            return section.rtp.codecs[0].name
    return None


def has_candidates(sdp: str) -> bool:
    """Whether it names any address."""
    return bool(_candidates(sdp))


def _candidates(sdp: str) -> list[str]:
    return [line for line in sdp.splitlines() if line.startswith(_CANDIDATE)]


def _parsed(text: str) -> SessionDescription:
    try:
        return SessionDescription.parse(text)
    except Exception as error:  # the parser raises whatever its lines raise
        raise OfferRefused(f"this is no SDP that we can read: {error!r}") from error


def _check(offer: SessionDescription) -> None:
    kinds = [section.kind for section in offer.media]
    if sorted(kinds) not in (["video"], ["audio", "video"]):
        raise OfferRefused(f"one video and at most one audio section are taken, not {kinds[:10]}")
    mids = [section.rtp.muxId for section in offer.media]
    if len(set(mids)) < len(mids) or not all(mids):
        raise OfferRefused("each section needs a mid of its own")
    bundle = next((group.items for group in offer.group if group.semantic == "BUNDLE"), [])
    if (bundle or len(mids) > 1) and sorted(map(str, bundle)) != sorted(mids):
        raise OfferRefused("all sections, and no other, must be in one bundle")
    for section in offer.media:
        _check_transport(section)


def _check_transport(section: MediaDescription) -> None:
    ice, dtls = section.ice, section.dtls
    if not section.rtcp_mux:
        raise OfferRefused("RTCP must go with RTP (a=rtcp-mux)")
    if ice is None or not ice.usernameFragment or not ice.password:
        raise OfferRefused("the ICE credentials are missing")
    if dtls is None or not dtls.fingerprints or dtls.role is None:
        raise OfferRefused("the DTLS fingerprint or role is missing")
    if section.direction is None:
        raise OfferRefused("a section needs a direction")


def _is_reachable(line: str) -> bool:
    """Whether this candidate has a UDP address outside of this machine, as text and not as a name."""
    parts = line.removeprefix(_CANDIDATE).split()
    if len(parts) < 8 or parts[2].lower() != "udp":
        return False
    try:
        address = ipaddress.ip_address(parts[4])
    except ValueError:
        return False
    return not (address.is_loopback or address.is_multicast or address.is_unspecified)


def _seen_from_outside(own: Candidate, address: str) -> Candidate:
    return Candidate(
        foundation=candidate_foundation("srflx", "udp", own.host),
        component=own.component,
        transport="udp",
        priority=candidate_priority(own.component, "srflx"),
        host=address,
        port=own.port,
        type="srflx",
        related_address=own.host,
        related_port=own.port,
    )


def _same_family(address: str, other: str) -> bool:
    return ipaddress.ip_address(address).version == ipaddress.ip_address(other).version
