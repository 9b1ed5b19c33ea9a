"""When a viewer's network is too poor for all pictures. Nothing here reads a clock or a socket."""

from typing import Final

POOR: Final = 0.1
GOOD: Final = 0.02
"""Shares of packets lost, as in the loss-based control of draft-ietf-rmcat-gcc-02, section 6."""

POOR_REPORTS: Final = 2
GOOD_REPORTS: Final = 5


class LossWatch:
    """Reads a receiver's reports (RFC 3550, one a second or so), and decides slowly either way.

    The source's packets can't be made smaller for one viewer, only fewer: keyframes alone, while NACK and
    retransmission no longer keep up.
    """

    def __init__(self) -> None:
        self.is_poor = False
        self._against = 0

    def report(self, share_lost: float) -> bool:
        """Take the share of packets (0..1) that were lost since the last report; whether the network is poor."""
        contradicts = share_lost < GOOD if self.is_poor else share_lost > POOR
        self._against = self._against + 1 if contradicts else 0
        if self._against >= (GOOD_REPORTS if self.is_poor else POOR_REPORTS):
            self.is_poor, self._against = not self.is_poor, 0
        return self.is_poor
