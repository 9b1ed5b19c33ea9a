"""What a dog is heard doing, joined with what is seen: who barks, if one dog alone is in the picture."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pawsight.messages import rfc3339
from vision.events.telling import lasted
from vision.events.vocabulary import BODY_EVENTS, OpenSound, SightedEvent, Sound, Subject

AROUND = timedelta(seconds=2)
"""A dog that was seen so shortly before a sound, or after it, was there."""


def join(
    open_sounds: tuple[OpenSound, ...], sounds: Sequence[Sound], subjects: Sequence[Subject]
) -> tuple[tuple[OpenSound, ...], list[SightedEvent]]:
    """The sounds that go on, and what to tell of the new ones.

    Mouths are too small to see: of several dogs we don't know which one it was, and say which were there.
    """
    known = {one.kind: one for one in open_sounds}
    events = []
    for sound in sounds:
        begun = known.pop(sound.kind, None)
        if begun is None or begun.began_at != sound.began_at:
            begun = _begun(sound, subjects)
        if sound.ended_at is None:
            known[sound.kind] = begun
        events.append(_event(sound, begun))
    return tuple(known.values()), events


def _begun(sound: Sound, subjects: Sequence[Subject]) -> OpenSound:
    there = [one for one in subjects if one.entered and _there(one, sound.began_at)]
    if len(there) != 1:
        ids = sorted(one.track_id for one in there)
        return OpenSound(sound.kind, sound.began_at, None, {"trackIds": ids} if ids else {})
    (dog,) = there
    doing = next((one.kind for one in dog.bouts if one.told and one.kind in BODY_EVENTS), None)
    box = dict(zip("xywh", (round(side, 4) for side in dog.box), strict=True))
    data: dict[str, Any] = {"box": box} if doing is None else {"box": box, "while": doing}
    return OpenSound(sound.kind, sound.began_at, dog.track_id, data)


def _there(dog: Subject, at: datetime) -> bool:
    return dog.first_seen - AROUND <= at <= dog.last_seen + AROUND


def _event(sound: Sound, begun: OpenSound) -> SightedEvent:
    evidence = {
        "rule": "heard",
        "source": "trained",
        "frames": [{"captureTs": rfc3339(sound.peak_at), "probability": round(sound.peak, 3)}],
        "mean": round(sound.confidence, 3),
    }
    return SightedEvent(
        sound.kind,
        sound.began_at,
        sound.confidence,
        begun.track_id,
        {
            "count": sound.count,
            **lasted(sound.began_at, sound.ended_at),
            "evidence": evidence,
            **begun.data,
        },
        sound.ended_at,
    )
