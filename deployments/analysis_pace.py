"""How often one of many cameras may ask the models that all of them share."""

from typing import Final

GROWTH: Final = 0.01
"""Seconds by which a rest gets shorter after an answer in time."""
LONGEST_REST_S: Final = 2.0
FIRST_REST_S: Final = 0.05


class AnalysisPace:
    """Additive increase, multiplicative decrease, as TCP has it: whoever is answered late asks less often at once, and
    then more often bit by bit. It needs nobody who knows all cameras, the queue stays short, so that what is analysed
    is new, and all come to equal shares (Chiu and Jain, 1989).
    """

    def __init__(self, answer_within_s: float) -> None:
        """answer_within_s: a later answer says that the models have too much to do."""
        self._answer_within_s = answer_within_s
        self.rest_s = 0.0

    def answered(self, after_s: float) -> None:
        """An answer came after so many seconds."""
        if after_s > self._answer_within_s:
            self.rest_s = min(max(self.rest_s * 1.5, FIRST_REST_S), LONGEST_REST_S)
        else:
            self.rest_s = max(self.rest_s - GROWTH, 0.0)
