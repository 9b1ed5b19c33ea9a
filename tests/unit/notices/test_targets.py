"""Where webhooks and push messages may go."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.errors import UrlRefused
from notices.targets import check_target
from pawsight.addresses import Resolve, resolve


def at(*addresses: str) -> Resolve:
    return lambda host, port: addresses


def code_of(url: str, resolver: Resolve = resolve, *, allow_private: bool = False) -> str:
    with pytest.raises(UrlRefused) as refused:
        check_target(url, allow_private=allow_private, resolve=resolver)
    return refused.value.code


def test_a_url_on_the_internet_is_taken_apart() -> None:
    target = check_target("https://Hooks.Example/a?b=c#d", allow_private=False, resolve=at("93.184.215.14"))

    assert (target.host, target.port, target.path, target.authority) == (
        *("hooks.example", 443, "/a?b=c"),
        "hooks.example",
    )
    assert target.url_at(target.addresses[0]) == "https://93.184.215.14:443/a?b=c"


PRIVATE = [
    *("https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://[::1]/"),
    *("https://10.0.0.7/", "https://172.16.3.4/", "https://192.168.1.20/", "https://100.64.0.9/"),
    *("https://[fd12:3456::7]/", "https://[::ffff:192.168.1.20]/", "https://[64:ff9b::10.0.0.1]/"),
    *("https://[2002:c0a8:114::]/", "https://localhost/"),
]
NEVER = [
    *("https://169.254.169.254/latest/meta-data/", "https://[fe80::1]/", "https://[::ffff:169.254.169.254]/"),
    *("https://0.0.0.0/", "https://[::]/", "https://224.0.0.1/", "https://[ff02::1]/", "https://240.0.0.1/"),
    *("https://[fd00:ec2::254]/", "https://100.100.100.200/", "https://168.63.129.16/"),
]


@pytest.mark.parametrize("url", [*PRIVATE, *NEVER])
def test_this_machine_and_this_home_are_no_targets(url: str) -> None:
    assert code_of(url) == "ADDRESS_REFUSED"


@pytest.mark.parametrize("url", PRIVATE)
def test_they_are_where_the_operator_says_so(url: str) -> None:
    assert check_target(url, allow_private=True).addresses


@pytest.mark.parametrize("url", NEVER)
def test_link_local_addresses_and_metadata_services_never_are(url: str) -> None:
    assert code_of(url, allow_private=True) == "ADDRESS_REFUSED"


def test_one_private_address_among_public_ones_is_enough() -> None:
    assert code_of("https://hooks.example/", at("93.184.215.14", "10.0.0.1")) == "ADDRESS_REFUSED"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://93.184.215.14/", "SCHEME_REFUSED"),
        ("file:///etc/passwd", "SCHEME_REFUSED"),
        ("", "SCHEME_REFUSED"),
        ("https://", "URL_INVALID"),
        ("https://user:pass@hooks.example/", "URL_INVALID"),
        ("https://hooks.example:0/", "URL_INVALID"),
        ("https://hooks.example:99999/", "URL_INVALID"),
        ("https://hooks.example\\@127.0.0.1/", "URL_INVALID"),
        ("https://hooks.example/\r\nX: y", "URL_INVALID"),
        ("https://hooks.example/" + "a" * 3000, "URL_INVALID"),
        ("https://hooks.example/", "HOST_UNKNOWN"),
    ],
)
def test_what_is_no_target_is_refused_with_its_reason(url: str, code: str) -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    assert code_of(url, nobody) == code


@given(st.text(max_size=60))
def test_any_text_is_checked_or_refused_and_nothing_else(text: str) -> None:
    for url in (text, f"https://{text}", f"https://a{text}.example/"):
        try:
            check_target(url, allow_private=False, resolve=at("93.184.215.14"))
        except UrlRefused:
            continue


def test_a_secret_path_is_in_no_repr() -> None:
    target = check_target("https://hooks.example/secret", allow_private=False, resolve=at("93.184.215.14"))

    assert "secret" not in repr(target)
