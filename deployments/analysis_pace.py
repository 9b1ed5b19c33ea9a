"""How often one of many cameras may ask the models that all of them share."""

from typing import Final

IN_TIME: Final = 3.0
"""An answer that took no longer than so many times the model's own work waited for few others."""
GROWTH: Final = 0.01
"""Seconds by which a rest gets shorter after an answer in time."""
LONGEST_REST_S: Final = 2.0
FIRST_REST_S: Final = 0.05


class AnalysisPace:
    """Additive increase, multiplicative decrease, as TCP has it: whoever is answered late asks less often at once, and
    then more often bit by bit. It needs nobody who knows all cameras, the queue stays short, so that what is analysed
    is new, and all come to equal shares (Chiu and Jain, 1989).
    """

    def __init__(self) -> None:
        self.rest_s = 0.0

    def answered(self, after_s: float, worked_s: float) -> None:
        """An answer came after so many seconds, of which the model worked some; the rest was waiting for a turn."""
        if after_s > IN_TIME * worked_s:
            self.rest_s = min(max(self.rest_s * 1.5, FIRST_REST_S), LONGEST_REST_S)
        else:
            self.rest_s = max(self.rest_s - GROWTH, 0.0)
