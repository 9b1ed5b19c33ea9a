"""The state machine that turns what is seen and heard into what happened; pure, for live frames and for an archive.

`advance` is its door for films, `suggest` for a single picture. What it is shown and tells is in `vocabulary`; who is
there is decided in `presence`, where in `zones`, what a dog does in `bouts`, what it does with things in `things`, what
is heard in `sounds`.
"""

from vision.events.machine import advance
from vision.events.suggesting import suggest
from vision.events.vocabulary import (
    BOUTS,
    BoutRule,
    Observation,
    Rules,
    SightedEvent,
    Sound,
    SoundKind,
    State,
    Zone,
    state_from_json,
    state_to_json,
)
from vision.events.zones import contains

__all__ = [
    "BOUTS",
    "BoutRule",
    "Observation",
    "Rules",
    "SightedEvent",
    "Sound",
    "SoundKind",
    "State",
    "Zone",
    "advance",
    "contains",
    "state_from_json",
    "state_to_json",
    "suggest",
]
