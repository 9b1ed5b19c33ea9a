"""Pictures of a moment, out of segments that are finished, being written, or nowhere."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from deployments.stills import recorded_still
from tests.footage import number_in
from tests.integration.deployments.conftest import Studio
from video.errors import NothingRecorded
from video.packets import TICKS_HZ, to_datetime
from video.stills import Still


async def picture_of(studio: Studio, at: datetime) -> Still:
    return await recorded_still(
        studio.camera.user_id,
        studio.camera.id,
        at,
        camera=None,
        config=studio.config,
        database=studio.database,
        objects=studio.objects,
    )


async def test_the_picture_of_a_moment_ago_is_read_out_of_the_segment_that_is_being_written(
    studio: Studio,
) -> None:
    recording = await studio.recording()
    begin = studio.now()
    studio.send(recording, 3, begin=begin)
    number = 20

    found = await picture_of(studio, to_datetime(begin + number * TICKS_HZ // 15))

    assert number_in(found.image) == number
    assert await studio.stored() == []


async def test_a_picture_of_long_ago_is_read_out_of_s3(studio: Studio) -> None:
    recording = await studio.recording()
    begin = studio.now()
    studio.send(recording, 9, begin=begin)
    await studio.catch_up()
    await studio.uploaded(1)

    found = await picture_of(studio, to_datetime(begin + 10 * TICKS_HZ // 15))

    assert number_in(found.image) == 10


async def test_what_never_comes_is_not_waited_for_without_end(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deployments.stills.LONGEST_WAIT_S", 0.5)
    with pytest.raises(NothingRecorded, match="not there yet"):
        await asyncio.wait_for(picture_of(studio, datetime.now(UTC)), 10)
    with pytest.raises(NothingRecorded):
        await picture_of(studio, datetime.now(UTC) - timedelta(hours=1))
