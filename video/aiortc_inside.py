"""The two things that we need of aiortc and that it does not offer. Its tests are in test_aiortc_inside.py.

Both were read in aiortc 1.16, `rtcrtpsender.py`.
"""

from collections.abc import Callable

from aiortc import RTCRtpSender


def newest_rtp_timestamp(sender: RTCRtpSender) -> int:
    """RTP time stamp (32 bits) of the packet that was sent last.

    `_run_rtp` adds a random origin to the time stamps of a track, as RFC 3550 wants it, and tells nobody.
    """
    timestamp: int = sender._RTCRtpSender__rtp_timestamp  # type: ignore[attr-defined]
    return timestamp


def on_keyframe_request(sender: RTCRtpSender, call: Callable[[], None]) -> None:
    """Have `call` called for each PLI or FIR (RFC 4585, RFC 5104).

    aiortc keeps them to itself, for its own encoder's next picture; packets that are ready don't pass by there.
    """
    sender._send_keyframe = call  # type: ignore[method-assign]
