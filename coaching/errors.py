"""What can keep an answer from being written by the model.

CoachError
├── EngineAway      there is no engine now: not started yet, dead, off, or full
└── PoorAnswer      what it wrote did not pass the checks
"""


class CoachError(Exception):
    """The model has no answer; the rules have one."""


class EngineAway(CoachError):
    """There is no engine now."""


class PoorAnswer(CoachError):
    """What the model wrote says something that nobody knows, or nothing at all."""
