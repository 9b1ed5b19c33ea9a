"""Where a dog is: it enters a zone, and leaves it again."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from vision.events.telling import told
from vision.events.vocabulary import Point, Rules, SightedEvent, Subject, Zone, ZoneStay


def in_zones(
    subject: Subject, at: datetime, rules: Rules, zones: Iterable[Zone]
) -> tuple[Subject, list[SightedEvent]]:
    """How the dog stands to each zone now, and which it entered or left."""
    known = {one.zone_id: one for one in subject.zones}
    stays, events = [], []
    for zone in zones:
        stay = known.get(zone.id, ZoneStay(zone.id, inside=False))
        changed_at = stay.changed_at
        if contains(zone.polygon, paws(subject)) == stay.inside:
            stay = replace(stay, changed_at=None)
        elif changed_at is None:
            stay = replace(stay, changed_at=at)
        elif at - changed_at < rules.zone_after:
            pass
        elif stay.inside:
            events.append(_left(stay, changed_at, subject, zone))
            stay = ZoneStay(zone.id, inside=False)
        else:
            events.append(_entered(changed_at, subject, zone))
            stay = ZoneStay(zone.id, inside=True, since=changed_at)
        stays.append(stay)
    return replace(subject, zones=tuple(stays)), events


def out_of_zones(subject: Subject, zones: Iterable[Zone]) -> list[SightedEvent]:
    """The zones that a dog leaves by leaving the picture."""
    inside = {one.zone_id: one for one in subject.zones if one.inside}
    return [
        _left(inside[zone.id], inside[zone.id].changed_at or subject.last_seen, subject, zone)
        for zone in zones
        if zone.id in inside
    ]


def paws(subject: Subject) -> Point:
    """Where a dog is: the middle of its box's lower edge."""
    x, y, w, h = subject.box
    return x + w / 2, y + h


def contains(polygon: tuple[Point, ...], point: Point) -> bool:
    """Whether a point lies in a polygon, by the even-odd rule (Shimrat, 1962)."""
    x, y = point
    inside = False
    for (x0, y0), (x1, y1) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
            inside = not inside
    return inside


def _entered(at: datetime, subject: Subject, zone: Zone) -> SightedEvent:
    return told(
        "enter_zone",
        at,
        subject,
        rule="paws in the zone",
        frames=(at, subject.last_seen),
        zoneId=str(zone.id),
        zoneName=zone.name,
    )


def _left(stay: ZoneStay, at: datetime, subject: Subject, zone: Zone) -> SightedEvent:
    stayed = (at - (stay.since or at)).total_seconds()
    return told(
        "leave_zone",
        at,
        subject,
        rule="paws out of the zone",
        frames=(at, subject.last_seen),
        zoneId=str(zone.id),
        zoneName=zone.name,
        seconds=round(stayed, 1),
    )
