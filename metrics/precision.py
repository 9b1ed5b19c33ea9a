"""How often we are right, out of the events that somebody judged; pure."""

import math
from typing import Final

Z: Final = 1.959964
"""Of a normal distribution, for an interval that holds 95 % of the time."""


def wilson(right: int, judged: int) -> tuple[float, float]:
    """The Wilson interval (95 %) of a share, 0..1: honest with few judgements, where the share alone is not.

    Raises:
        ValueError: there are more right ones than judged ones, or fewer than none.
    """
    if not 0 <= right <= judged:
        raise ValueError(f"{right} of {judged}")
    if judged == 0:
        return 0.0, 1.0
    share, square = right / judged, Z * Z
    middle = (share + square / (2 * judged)) / (1 + square / judged)
    reach = Z / (1 + square / judged) * math.sqrt(share * (1 - share) / judged + square / (4 * judged**2))
    # The share itself is always inside, but for the last bit of a float.
    return max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach))
