import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawsight.addresses import Resolve, resolve
from video.addresses import check_url, redacted
from video.errors import SourceRefused


def at(*addresses: str) -> Resolve:
    return lambda host, port: addresses


def code_of(url: str, resolver: Resolve = resolve, *, allow_loopback: bool = False) -> str:
    with pytest.raises(SourceRefused) as refused:
        check_url(url, allow_loopback=allow_loopback, resolve=resolver)
    return refused.value.code


@pytest.mark.parametrize(
    "url",
    [
        "rtsp://user:p%40ss@192.168.1.20:8554/stream?channel=1",
        "http://10.0.0.7/video.mjpg",
        "https://172.16.3.4/",
        "http://[fd12:3456::7]:8080/video",
        "http://100.64.0.9/",
        "http://93.184.215.14/cam",
    ],
)
def test_a_camera_at_home_or_on_the_internet_is_allowed(url: str) -> None:
    assert check_url(url, allow_loopback=False).addresses


def test_the_parts_that_a_connection_needs_are_read() -> None:
    checked = check_url(
        "rtsp://ada:p%40s%2Fs@cam.example/live?a=1", allow_loopback=False, resolve=at("10.0.0.2", "10.0.0.3")
    )
    assert (checked.user, checked.password, checked.target, checked.port, checked.authority) == (
        "ada",
        "p@s/s",
        "/live?a=1",
        554,
        "cam.example",
    )
    assert [str(address) for address in checked.addresses] == ["10.0.0.2", "10.0.0.3"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.8.9.1:8265/",
        "http://2130706433/",  # decimal
        "http://0x7f000001/",
        "http://0177.0.0.1/",  # octal
        "http://127.1/",
        "http://0/",
        "http://0.0.0.0:8000/",
        "rtsp://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[2002:7f00:1::]/",  # 6to4
        "http://[64:ff9b::127.0.0.1]/",  # NAT64
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://100.100.100.200/",
        "http://168.63.129.16/",
        "http://224.0.0.1/",
        "http://[ff02::1]/",
        "http://255.255.255.255/",
        "http://240.0.0.1/",
        "http://localhost/",
    ],
)
def test_what_only_this_machine_or_its_cloud_reaches_is_refused(url: str) -> None:
    assert code_of(url) == "ADDRESS_REFUSED"


def test_a_full_width_digit_is_not_a_way_round() -> None:
    assert code_of("http://\uff11\uff12\uff17.0.0.1/") in {"ADDRESS_REFUSED", "URL_INVALID"}


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "rtsp://[::1]/", "http://[::ffff:127.0.0.1]/"])
def test_loopback_is_allowed_where_the_operator_said_so(url: str) -> None:
    assert check_url(url, allow_loopback=True).addresses


@pytest.mark.parametrize("url", ["http://169.254.169.254/", "http://0.0.0.0/", "http://[fe80::1]/"])
def test_allowing_loopback_allows_nothing_else(url: str) -> None:
    assert code_of(url, allow_loopback=True) == "ADDRESS_REFUSED"


def test_one_bad_address_among_good_ones_is_enough() -> None:
    assert code_of("http://cam.example/", at("192.168.1.2", "127.0.0.1")) == "ADDRESS_REFUSED"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "SCHEME_REFUSED"),
        ("concat:a|b", "SCHEME_REFUSED"),
        ("udp://239.0.0.1:1234", "SCHEME_REFUSED"),
        ("/etc/passwd", "SCHEME_REFUSED"),
        ("", "SCHEME_REFUSED"),
        ("http://", "URL_INVALID"),
        ("http:///etc/passwd", "URL_INVALID"),
        ("http://[::1", "URL_INVALID"),
        ("http://cam.example:99999/", "URL_INVALID"),
        ("http://cam.example:0/", "URL_INVALID"),
        ("http://cam.example\\@127.0.0.1/", "URL_INVALID"),
        ("http://cam.example/\r\nX: y", "URL_INVALID"),
        ("http://cam.example/ x", "URL_INVALID"),
        ("http://127.0.0.1%2f@cam/", "HOST_UNKNOWN"),
        ("http://%31%32%37.0.0.1/", "URL_INVALID"),
        ("http://cam.example/" + "a" * 3000, "URL_INVALID"),
    ],
)
def test_what_is_no_camera_url_is_refused_with_its_reason(url: str, code: str) -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    assert code_of(url, nobody) == code


@given(st.text(max_size=60))
def test_any_text_is_checked_or_refused_and_nothing_else(text: str) -> None:
    for url in (text, f"http://{text}", f"rtsp://{text}@10.0.0.1/"):
        try:
            check_url(url, allow_loopback=False, resolve=at("10.0.0.1"))
        except SourceRefused:
            continue


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("rtsp://ada:secret@cam:554/live?pwd=secret#x", "rtsp://cam:554/live"),
        ("http://cam/video", "http://cam/video"),
        ("http://ada:se/cret@cam/live", "http://cam/live"),
        ("http://ada:se@cret@cam/live", "http://cam/live"),
        ("ada:secret@cam", "cam"),
    ],
)
def test_a_url_is_shown_without_its_password(url: str, shown: str) -> None:
    assert redacted(url) == shown


def test_neither_repr_nor_error_shows_the_password() -> None:
    url = "http://ada:secret@cam.example/"
    assert "secret" not in repr(check_url(url, allow_loopback=False, resolve=at("10.0.0.1")))
    with pytest.raises(SourceRefused) as refused:
        check_url(url, allow_loopback=False, resolve=at("127.0.0.1"))
    assert "secret" not in str(refused.value)
