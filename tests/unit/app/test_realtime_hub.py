"""What a client that can't keep up loses, and what it never loses."""

from app.realtime_hub import EVENT, FRAME, QUEUE, Client
from pawsight.ids import new_id
from pawsight.messages import EventMessage, FrameMessage


def _client() -> Client:
    return Client(new_id(), "0" * 64)


async def test_messages_come_in_the_order_they_were_put() -> None:
    client = _client()
    for number in range(5):
        client.put(b"%d" % number)

    assert await client.take() == [b"0", b"1", b"2", b"3", b"4"]


async def test_a_full_queue_loses_its_oldest_frame() -> None:
    client = _client()
    client.put(EVENT + b"0")
    for number in range(QUEUE):
        client.put(FRAME + b"%d" % number)

    taken = await client.take()

    assert len(taken) == QUEUE
    assert taken[0] == EVENT + b"0"
    assert taken[1] == FRAME + b"1"
    assert client.dropped == 1
    assert not client.overrun


async def test_a_queue_full_of_events_ends_the_connection_rather_than_lose_one() -> None:
    client = _client()
    for number in range(QUEUE + 1):
        client.put(EVENT + b"%d" % number)

    assert client.overrun
    assert len(await client.take()) == QUEUE + 1


def test_messages_begin_as_the_hub_expects_without_parsing_them() -> None:
    frame = FrameMessage.model_construct(
        camera_id=new_id(), seq=1, capture_ts=None, detections=[], objects=[], latency_ms=1.0
    )
    event = EventMessage.model_construct(event=None)

    assert next(iter(FrameMessage.model_fields)) == next(iter(EventMessage.model_fields)) == "type"
    assert (frame.type, event.type) == ("frame", "event")
    assert FRAME == b'{"type":"frame"'
    assert EVENT == b'{"type":"event"'
