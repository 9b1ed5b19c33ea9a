"""MJPEG as browsers show it: `multipart/x-mixed-replace` (RFC 2046), one JPEG a part."""

from datetime import UTC, datetime
from typing import Final

BOUNDARY: Final = "pawsight-frame"
"""Never inside a part by accident: readers go by Content-Length."""

CONTENT_TYPE: Final = f"multipart/x-mixed-replace; boundary={BOUNDARY}"

OPENING: Final = f"--{BOUNDARY}\r\n".encode("ascii")
"""Sent once, before the first part; each part brings the boundary of the next with it."""


def part(jpeg: bytes, seq: int, captured_at: datetime) -> bytes:
    """One part, followed at once by the next boundary: a browser shows a part when it sees its end.

    captured_at: aware; written as RFC 3339 in UTC with milliseconds. Raises `ValueError` for a naive time.
    """
    if captured_at.tzinfo is None:
        raise ValueError("captured_at has no time zone")
    moment = captured_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    about = f"Content-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n"
    head = f"{about}X-Seq: {seq}\r\nX-Capture-Ts: {moment}\r\n\r\n"
    return b"".join((head.encode("ascii"), jpeg, b"\r\n", OPENING))
