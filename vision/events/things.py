"""A dog and what is around it: the ball that it brings, the bowl that it is at."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from pawsight.messages import rfc3339
from vision.action_rules import BOWLS
from vision.detection import Detection
from vision.events.telling import told
from vision.events.vocabulary import Bout, Box, SightedEvent, Subject, Zone
from vision.events.zones import contains

WITHIN_REACH = 0.5
"""In longer sides of the dog's box: a person whose box is as near can take the ball."""
WATER = frozenset({"water", "drink", "drinking"})
"""Words in a zone's name that say what its bowl holds."""


def bring(subject: Subject, people: Iterable[Detection], at: datetime) -> tuple[Subject, list[SightedEvent]]:
    """Whether a dog that fetches has brought it: it was away from everybody, and now is with somebody.

    Somebody behind the camera is not seen, and neither is success there.
    """
    fetch = next((one for one in subject.bouts if one.kind == "fetch" and not one.done), None)
    if fetch is None:
        return subject, []
    reach = WITHIN_REACH * max(subject.box[2:])
    near = [one for one in people if _gap(one.box, subject.box) <= reach]
    if not near:
        return _with(subject, replace(fetch, apart=True)), []
    if not (fetch.told and fetch.apart):
        return subject, []
    event = told(
        "fetch_success",
        at,
        subject,
        rule="fetched, then within reach of a person",
        frames=(fetch.since, at),
        personTrackId=near[0].track_id,
        fetchTs=rfc3339(fetch.since),
    )
    return _with(subject, replace(fetch, done=True)), [event]


def at_water(subject: Subject, things: Iterable[Detection], zones: Iterable[Zone]) -> bool:
    """Whether the bowl that is nearest to the dog stands in a zone that the owner named after water."""
    bowls = [one.box for one in things if one.class_name in BOWLS]
    if not bowls:
        return False
    x, y, w, h = min(bowls, key=lambda box: _gap(box, subject.box))
    return any(
        contains(zone.polygon, (x + w / 2, y + h / 2)) and WATER & {*zone.name.lower().split()}
        for zone in zones
    )


def _gap(a: Box, b: Box) -> float:
    """Between the nearest edges of two boxes; 0 where they overlap."""
    across = max(0.0, max(a[0], b[0]) - min(a[0] + a[2], b[0] + b[2]))
    down = max(0.0, max(a[1], b[1]) - min(a[1] + a[3], b[1] + b[3]))
    return max(across, down)


def _with(subject: Subject, fetch: Bout) -> Subject:
    return replace(subject, bouts=tuple(fetch if one.kind == "fetch" else one for one in subject.bouts))
