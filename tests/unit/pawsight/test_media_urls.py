from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from pydantic import SecretStr

from pawsight.media_urls import PREFIX, SAME_FOR_S, MediaUrls, SignatureRefused
from pawsight.objects import ObjectStore
from pawsight.settings import Settings

NOW = 1_700_000_000.0
KEY = "clips/0199e1b2/dog & cat?.mp4"


def signer(now: float = NOW, **settings: object) -> MediaUrls:
    config = Settings(**{"s3_secret_key": SecretStr("secret"), **settings})  # type: ignore[arg-type]
    return MediaUrls(config, ObjectStore(config), now=lambda: now)


def parts(url: str) -> tuple[str, int, str | None, str]:
    """What the web door makes of a URL: key, expires, download, signature."""
    where = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(where.query).items()}
    key = unquote(where.path.removeprefix(PREFIX))
    return key, int(query["expires"]), query.get("download"), query["signature"]


@pytest.mark.parametrize("name", [None, "Rex auf dem Sofa ü.mp4"])
def test_our_own_url_is_taken_until_it_expires(name: str | None) -> None:
    made = parts(signer().url(KEY, 600, download_name=name))
    assert made[0] == KEY
    assert made[2] == name
    assert signer(NOW).check(*made) >= 600
    assert signer(NOW + 600).check(*made) >= 0
    with pytest.raises(SignatureRefused, match="expired"):
        signer(NOW + 600 + SAME_FOR_S).check(*made)


def test_what_was_changed_is_refused() -> None:
    key, expires, name, signature = parts(signer().url(KEY, 600, download_name="a.mp4"))
    signer().check(key, expires, name, signature)
    for changed in [
        (key + "x", expires, name, signature),
        (key, expires + 1, name, signature),
        (key, expires, "b.mp4", signature),
        (key, expires, None, signature),
        (key, expires, name, signature[:-1]),
        (key, expires, name, ""),
        (key, expires, name, "ä"),
    ]:
        with pytest.raises(SignatureRefused, match="not one of ours"):
            signer().check(*changed)


def test_parts_can_not_be_moved_from_one_to_the_other() -> None:
    key, expires, _, signature = parts(signer().url("clips/a", 600, download_name="b"))
    with pytest.raises(SignatureRefused):
        signer().check("clips/ab", expires, None, signature)
    with pytest.raises(SignatureRefused):
        signer().check("clips/", expires, "ab", signature)
    assert key == "clips/a"


def test_another_system_s_urls_are_refused() -> None:
    made = parts(signer().url(KEY))
    with pytest.raises(SignatureRefused):
        signer(s3_secret_key=SecretStr("another")).check(*made)


def test_an_object_keeps_its_url_for_a_while_so_that_caches_work() -> None:
    begin = NOW // SAME_FOR_S * SAME_FOR_S
    assert signer(begin + 1).url(KEY) == signer(begin + SAME_FOR_S).url(KEY)
    assert signer(begin + 1).url(KEY) != signer(begin + SAME_FOR_S + 1).url(KEY)


def test_where_browsers_reach_s3_the_url_leads_there() -> None:
    url = signer(
        s3_endpoint="http://s3.internal:9000",
        s3_public_endpoint="https://media.example.org",
        s3_access_key=SecretStr("key"),
    ).url(KEY, 600, download_name="a b.mp4")
    where = urlsplit(url)
    assert (where.scheme, where.netloc) == ("https", "media.example.org")
    assert unquote(where.path) == f"/pawsight/{KEY}"
    query = parse_qs(where.query)
    assert query["X-Amz-Expires"] == ["600"]
    assert query["response-content-disposition"] == ["attachment; filename*=UTF-8''a%20b.mp4"]


def test_a_system_without_a_secret_signs_nothing() -> None:
    with pytest.raises(ValueError, match="PAWSIGHT_S3_SECRET_KEY"):
        signer(s3_secret_key=None, owner_token=None)
