import threading

from tests.live_packets import footage
from video.packet_queue import Begun, Lost, Overflown, PacketQueue, Stopped
from video.packets import EncodedPacket

STREAM = footage(sound=False).stream


def packet(number: int, size: int = 10, *, every: int = 5) -> EncodedPacket:
    return EncodedPacket("video", bytes(size), number, number, 1, number % every == 0)


def taken(queue: PacketQueue) -> list[int | type]:
    return [item.pts if isinstance(item, EncodedPacket) else type(item) for item in queue.take(0)]


def test_all_is_taken_in_order() -> None:
    queue = PacketQueue()
    queue.tell(Begun(STREAM))
    for number in range(3):
        queue.put(packet(number))
    queue.tell(Lost("gone"))
    assert taken(queue) == [Begun, 0, 1, 2, Lost]
    assert taken(queue) == []


def test_what_is_too_much_is_left_out_up_to_a_keyframe() -> None:
    queue = PacketQueue(most_items=4)
    for number in range(8):
        queue.put(packet(number))
    assert taken(queue) == [0, 1, 2, 3, Overflown]
    for number in range(8, 12):
        queue.put(packet(number))
    assert taken(queue) == [10, 11]
    assert queue.dropped == 6


def test_it_is_bounded_by_bytes_too() -> None:
    queue = PacketQueue(most_bytes=100)
    for number in range(20):
        queue.put(packet(number, size=30))
    assert taken(queue) == [0, 1, 2, Overflown]


def test_a_packet_that_never_fits_does_not_stop_the_others() -> None:
    queue = PacketQueue(most_bytes=100)
    queue.put(packet(0, size=101))
    queue.put(packet(5, size=10))
    assert taken(queue) == [Overflown, 5]


def test_a_source_that_comes_and_goes_does_not_fill_it() -> None:
    queue = PacketQueue(most_items=4)
    for number in range(100):
        queue.put(packet(number, every=1000))
        queue.tell(Lost("gone"))
        queue.tell(Begun(STREAM))
    items = taken(queue)
    assert items[:2] == [0, Begun]
    assert len(items) <= 10
    assert items[-1] is Begun


def test_what_is_said_wakes_the_taker_at_once() -> None:
    queue = PacketQueue()
    threading.Timer(0.01, queue.tell, [Stopped("camera_off")]).start()
    assert [type(item) for item in queue.take(60)] == [Stopped]
