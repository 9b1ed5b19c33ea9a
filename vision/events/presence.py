"""Who is there. A dog is believed to be there once it was seen for a while, and gone once it was not seen for a longer
while: a flicker of the detector is neither.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from vision.detection import Detection
from vision.events.vocabulary import Box, Rules, Subject

MOST_FORMER = 16
"""Trackers forget a track within seconds: an older id does not come back."""


def matched(
    subjects: tuple[Subject, ...], dogs: Mapping[int, Detection], at: datetime
) -> list[tuple[Subject, Detection | None]]:
    """Each known dog with its detection, if it has one, and each new dog with its own.

    A new track is taken for the nearest known dog that is not seen now: tracks break behind furniture, and a dog
    that comes out again has neither left nor entered. A tracker that remembers the dog itself knows better.
    """
    known = {one.track_id for one in subjects}
    new = {track_id: dog for track_id, dog in dogs.items() if track_id not in known}
    seen: dict[int, Detection | None] = {one.track_id: dogs.get(one.track_id) for one in subjects}
    for subject in subjects:
        remembered = next((track_id for track_id in subject.former if track_id in new), None)
        if seen[subject.track_id] is None and remembered is not None:
            seen[subject.track_id] = new.pop(remembered)
    unseen = [one for one in subjects if seen[one.track_id] is None]
    while unseen and new:
        subject, track_id = min(
            ((one, track_id) for one in unseen for track_id in new),
            key=lambda pair: _distance(pair[0].box, new[pair[1]].box),
        )
        seen[subject.track_id] = new.pop(track_id)
        unseen.remove(subject)
    return [(one, seen[one.track_id]) for one in subjects] + [
        (Subject(track_id, at, at, dog.box, frames=0, confidence=0.0), dog) for track_id, dog in new.items()
    ]


def seen(subject: Subject, dog: Detection, at: datetime) -> Subject:
    """The dog, with one more frame of it."""
    assert dog.track_id is not None
    frames = subject.frames + 1
    return replace(
        subject,
        track_id=dog.track_id,
        former=subject.former
        if dog.track_id == subject.track_id
        else tuple(one for one in (*subject.former, subject.track_id) if one != dog.track_id)[-MOST_FORMER:],
        last_seen=at,
        box=dog.box,
        frames=frames,
        confidence=subject.confidence + (dog.confidence - subject.confidence) / frames,
    )


def patience(subject: Subject, rules: Rules) -> float:
    """How many times longer it takes to believe something of this dog: shapes in the dark have to last."""
    return rules.unsure_times if subject.confidence < rules.unsure_below else 1.0


def convincing(subject: Subject, rules: Rules) -> bool:
    """Whether it was seen for long enough, and often enough, to be told of."""
    lasted = subject.last_seen - subject.first_seen
    return subject.frames >= rules.enter_frames and lasted >= rules.enter_after * patience(subject, rules)


def _distance(a: Box, b: Box) -> float:
    """Between the centres of two boxes, squared."""
    return ((a[0] + a[2] / 2) - (b[0] + b[2] / 2)) ** 2 + ((a[1] + a[3] / 2) - (b[1] + b[3] / 2)) ** 2
