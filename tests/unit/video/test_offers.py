"""SDP that comes from outside, and what we tell of ourselves."""

import ipaddress
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.errors import OfferRefused
from video.offers import LONGEST_SDP, MOST_CANDIDATES, announced, codec_of, has_candidates, readable

HEAD = """v=0
o=- 4611731400430051336 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1
"""
TRANSPORT = """c=IN IP4 0.0.0.0
a=rtcp:9 IN IP4 0.0.0.0
a=candidate:1 1 udp 2113937151 192.168.1.7 50001 typ host generation 0 network-cost 999
a=ice-ufrag:4ZcD
a=ice-pwd:2/1muCWoOi3uLifh0NuRHlGQ
a=fingerprint:sha-256 {fingerprint}
a=setup:actpass
a=rtcp-mux
a=recvonly
"""
VIDEO = """m=video 9 UDP/TLS/RTP/SAVPF 96 102
a=mid:0
a=rtpmap:96 VP8/90000
a=rtpmap:102 H264/90000
a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
"""
AUDIO = """m=audio 9 UDP/TLS/RTP/SAVPF 111
a=mid:1
a=rtpmap:111 opus/48000/2
"""
OFFER = HEAD + VIDEO + TRANSPORT + AUDIO + TRANSPORT
OFFER = OFFER.replace("{fingerprint}", ":".join(["AB"] * 32)).replace("\n", "\r\n")


def test_a_browsers_offer_is_taken_as_it_is() -> None:
    assert readable(OFFER) == OFFER
    assert (codec_of(OFFER, "video"), codec_of(OFFER, "audio")) == ("VP8", "opus")


@pytest.mark.parametrize(
    "candidate",
    [
        "1 1 udp 2113937151 5ad4c3f0-9f2b-4a1f-8d0e-1a2b3c4d5e6f.local 50001 typ host",
        "1 1 udp 2113937151 metadata.google.internal 80 typ host",
        "1 1 udp 2113937151 127.0.0.1 5432 typ host",
        "1 1 udp 2113937151 ::1 5432 typ host",
        "1 1 udp 2113937151 224.0.0.251 5353 typ host",
        "1 1 udp 2113937151 0.0.0.0 9 typ host",
        "1 1 tcp 2113937151 192.168.1.7 9 typ host tcptype active",
        "1 1 udp",
    ],
)
def test_a_candidate_that_is_no_address_outside_is_left_out(candidate: str) -> None:
    assert readable(OFFER.replace("m=audio", f"a=candidate:{candidate}\r\nm=audio")) == OFFER


def test_candidates_are_counted_and_their_end_is_not_told() -> None:
    many = "".join(f"a=candidate:{n} 1 udp 1 192.168.1.{n} 5000 typ host\r\n" for n in range(1, 200))
    text = readable(OFFER.replace("m=audio", f"{many}a=end-of-candidates\r\nm=audio"))
    assert text.count("a=candidate:") == MOST_CANDIDATES
    assert "end-of-candidates" not in text


BROKEN: dict[str, Callable[[str], str]] = {
    "empty": lambda _: "",
    "HTML": lambda _: "<!doctype html>",
    "too long": lambda sdp: sdp + "a=x\r\n" * (LONGEST_SDP // 4),
    "no sections": lambda sdp: sdp.split("m=")[0],
    "sound alone": lambda sdp: sdp.replace("m=video", "m=audio"),
    "two pictures": lambda sdp: sdp.replace("m=audio", "m=video"),
    "a data channel": lambda sdp: sdp.replace(
        "m=audio 9 UDP/TLS/RTP/SAVPF 111", "m=application 9 DTLS/SCTP 5000"
    ),
    "no bundle": lambda sdp: sdp.replace("a=group:BUNDLE 0 1\r\n", ""),
    "half a bundle": lambda sdp: sdp.replace("BUNDLE 0 1", "BUNDLE 0"),
    "a bundle of others": lambda sdp: sdp.replace("BUNDLE 0 1", "BUNDLE 0 1 2"),
    "the same mid twice": lambda sdp: sdp.replace("a=mid:1", "a=mid:0"),
    "no mid": lambda sdp: sdp.replace("a=mid:1\r\n", ""),
    "no mux": lambda sdp: sdp.replace("a=rtcp-mux\r\n", ""),
    "no ICE": lambda sdp: sdp.replace("a=ice-pwd", "a=x-ice-pwd"),
    "no DTLS": lambda sdp: sdp.replace("a=fingerprint", "a=x-fingerprint"),
    "no role": lambda sdp: sdp.replace("a=setup", "a=x-setup"),
    "an unknown role": lambda sdp: sdp.replace("actpass", "leader"),
    "no direction": lambda sdp: sdp.replace("a=recvonly\r\n", ""),
    "words for numbers": lambda sdp: sdp.replace("90000", "fast"),
    "a payload type of RTCP": lambda sdp: sdp.replace("96 102", "72 102"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_we_could_not_answer_is_refused(broken: Callable[[str], str]) -> None:
    with pytest.raises(OfferRefused):
        readable(broken(OFFER))


@given(st.text(max_size=500) | st.lists(st.sampled_from(OFFER.splitlines()), max_size=60).map("\r\n".join))
def test_whatever_comes_is_read_or_refused(text: str) -> None:
    try:
        sdp = readable(text)
    except OfferRefused:
        return
    assert readable(sdp) == sdp


ANSWER = """v=0
m=video 9 UDP/TLS/RTP/SAVPF 102
a=candidate:a 1 udp 2130706431 10.0.0.4 40000 typ host
a=candidate:b 1 udp 2130706431 fd00::4 40001 typ host
a=candidate:c 1 udp 1694498815 198.51.100.9 40000 typ srflx raddr 10.0.0.4 rport 40000
a=end-of-candidates
""".replace("\n", "\r\n")


def test_an_address_from_outside_is_announced_with_each_port_of_its_kind() -> None:
    lines = announced(ANSWER, ["203.0.113.5", "2001:db8::5"]).splitlines()
    more = [line.split() for line in lines if line not in ANSWER.splitlines()]
    assert [(line[4], line[5], line[7], line[9]) for line in more] == [
        ("203.0.113.5", "40000", "srflx", "10.0.0.4"),
        ("2001:db8::5", "40001", "srflx", "fd00::4"),
    ]
    assert all(ipaddress.ip_address(line[4]) for line in more)


@pytest.mark.parametrize("addresses", [[], ["10.0.0.4"], ["198.51.100.9"]])
def test_an_address_that_is_told_already_is_not_told_twice(addresses: list[str]) -> None:
    assert announced(ANSWER, addresses) == ANSWER


def test_an_answer_without_candidates_is_seen() -> None:
    assert has_candidates(ANSWER)
    assert not has_candidates("v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 102\r\na=end-of-candidates\r\n")
