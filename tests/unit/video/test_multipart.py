from datetime import UTC, datetime, timedelta, timezone
from email.parser import BytesHeaderParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.multipart import BOUNDARY, CONTENT_TYPE, OPENING, part

NOON = datetime(2025, 10, 24, 12, 0, 0, 123_987, tzinfo=UTC)


def parts_of(stream: bytes) -> list[tuple[dict[str, str], bytes]]:
    """A reader as RFC 2046 and Content-Length have it; it insists on every byte."""
    delimiter = f"--{BOUNDARY}\r\n".encode()
    assert stream.startswith(delimiter)
    at, found = len(delimiter), []
    while at < len(stream):
        end = stream.index(b"\r\n\r\n", at) + 4
        head = dict(BytesHeaderParser().parsebytes(stream[at:end]))
        body_end = end + int(head["Content-Length"])
        assert stream[body_end : body_end + 2 + len(delimiter)] == b"\r\n" + delimiter
        found.append((head, stream[end:body_end]))
        at = body_end + 2 + len(delimiter)
    return found


def test_a_part_says_what_it_is() -> None:
    [(head, body)] = parts_of(OPENING + part(b"\xff\xd8jpeg\xff\xd9", 7, NOON))
    assert body == b"\xff\xd8jpeg\xff\xd9"
    assert head == {
        "Content-Type": "image/jpeg",
        "Content-Length": "8",
        "X-Seq": "7",
        "X-Capture-Ts": "2025-10-24T12:00:00.123Z",
    }


def test_the_next_boundary_comes_with_the_part() -> None:
    assert part(b"jpeg", 0, NOON).endswith(b"jpeg\r\n--" + BOUNDARY.encode() + b"\r\n")


def test_the_content_type_names_the_boundary() -> None:
    assert f"multipart/x-mixed-replace; boundary={BOUNDARY}" == CONTENT_TYPE


def test_another_time_zone_is_written_in_utc() -> None:
    berlin = NOON.astimezone(timezone(timedelta(hours=2)))
    assert part(b"", 0, berlin) == part(b"", 0, NOON)


def test_a_naive_time_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        part(b"", 0, NOON.replace(tzinfo=None))


@given(st.lists(st.binary(max_size=200), max_size=8))
def test_any_bytes_come_out_as_they_went_in(bodies: list[bytes]) -> None:
    hostile = [OPENING + body + b"\r\n\r\n" + OPENING for body in bodies]
    stream = OPENING + b"".join(part(body, seq, NOON) for seq, body in enumerate(hostile))
    assert [(head["X-Seq"], body) for head, body in parts_of(stream)] == [
        (str(seq), body) for seq, body in enumerate(hostile)
    ]
