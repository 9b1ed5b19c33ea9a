"""Cursors go out as text and come back as the key they were made of."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ApiError
from app.paging import decode_cursor, encode_cursor
from pawsight.ids import new_id


@given(st.datetimes(timezones=st.just(UTC)), st.uuids())
def test_a_cursor_comes_back_as_its_key(moment: datetime, row_id: object) -> None:
    assert decode_cursor(encode_cursor(moment, row_id)) == (moment, row_id)


def test_no_cursor_is_the_first_page() -> None:
    assert decode_cursor(None) is None


@given(st.text(max_size=200))
def test_a_cursor_that_is_not_ours_is_refused(text: str) -> None:
    with pytest.raises(ApiError) as refused:
        decode_cursor(text)

    assert refused.value.code == "INVALID_CURSOR"


def test_a_cursor_without_a_time_zone_is_refused() -> None:
    naive = encode_cursor(datetime(2025, 1, 1), new_id())  # noqa: DTZ001

    with pytest.raises(ApiError):
        decode_cursor(naive)
