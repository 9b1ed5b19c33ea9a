"""What a dog does, for a while: it begins when frames say so for long enough, goes on over doubts, and ends."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from vision.action_rules import TRAINED, Action
from vision.events.presence import patience
from vision.events.telling import told_bout
from vision.events.vocabulary import (
    BODY_EVENTS,
    SILENT,
    Bout,
    BoutKind,
    BoutRule,
    Rules,
    Score,
    SightedEvent,
    Subject,
)

ONE_BODY = frozenset({*BODY_EVENTS, *SILENT})
"""What ends each other."""
MOVING: Final[tuple[BoutKind, ...]] = ("walk", "run", "jump", "play_bow", "dig", "shake")
HIDDEN = 0.5
"""A dog of which `unknown` is as likely as this was not seen doing anything, nor seen not doing it."""
FIRST_FRAMES = 3
DOUBT_AT_FIRST = timedelta(seconds=0.35)
"""What was not told yet stands doubts of this length, or of a third of what it has to last."""

LOOKED_AWAY = timedelta(seconds=1)
"""What was not told yet goes on over a time unseen of this length, or of a third of what it has to last."""


def chances(actions: Iterable[Action], *, heard: bool = False) -> dict[BoutKind, float] | None:
    """How likely each kind is, out of what one dog does in one frame; None where that was not to be seen.

    heard: whether it is heard meanwhile, and so is not calm.
    """
    said: dict[BoutKind, float] = {one.label: one.probability for one in actions}
    if not said or said.get("unknown", 0.0) >= HIDDEN:
        return None
    said["calm"] = 0.0 if heard else 1 - sum(said.get(kind, 0.0) for kind in MOVING)
    return said


def go_on(
    subject: Subject,
    said: Mapping[BoutKind, float] | None,
    at: datetime,
    rules: Rules,
    names: Mapping[BoutKind, str],
) -> tuple[Subject, list[SightedEvent]]:
    """The dog's bouts after one more frame, and those that began or ended.

    names: what a kind is told as, where that is not its own name.
    """
    events: list[SightedEvent] = []
    for kind, rule in rules.bouts.items():
        bout = next((one for one in subject.bouts if one.kind == kind), None)
        if bout is not None and _stale(bout, at, rule, rules):
            subject, ended = end(subject, bout, bout.last, rules)
            events.extend(ended)
            bout = None
        if said is not None:
            bout = _with_frame(bout, kind, subject, Score(at, said.get(kind, 0.0)), rule)
        if bout is not None and said is not None and _over(bout, at, rule):
            subject, ended = end(subject, bout, bout.last, rules)
            events.extend(ended)
            continue
        subject = _keeping(subject, kind, bout)
        if bout is not None and not bout.told and _convincing(bout, subject, rule, rules):
            subject, began = _begin(subject, bout, rules, names.get(kind, kind))
            events.extend(began)
    return subject, events


def end(subject: Subject, bout: Bout, at: datetime, rules: Rules) -> tuple[Subject, list[SightedEvent]]:
    """The dog without a bout, which ended then; told, if its beginning was."""
    subject = _keeping(subject, bout.kind, None)
    if not bout.told:
        return subject, []
    at = max(bout.since, min(at, bout.last))
    rests = {kind: until for kind, until in subject.rests if until > at}
    if rules.bouts[bout.kind].cool_down:
        rests[bout.kind] = at + rules.bouts[bout.kind].cool_down
    subject = replace(
        subject,
        rests=tuple(rests.items()),
        body_ended=at if bout.kind in ONE_BODY else subject.body_ended,
    )
    return subject, _events(bout, subject, rules.bouts[bout.kind], until=at)


def end_all(subject: Subject, rules: Rules) -> list[SightedEvent]:
    """What ends when the dog is gone."""
    events: list[SightedEvent] = []
    for bout in subject.bouts:
        subject, ended = end(subject, bout, bout.last, rules)
        events.extend(ended)
    return events


def _with_frame(
    bout: Bout | None, kind: BoutKind, subject: Subject, score: Score, rule: BoutRule
) -> Bout | None:
    if bout is None:
        if score.probability < rule.begins:
            return None
        since = max(score.at, subject.body_ended or score.at) if kind in ONE_BODY else score.at
        return Bout(kind, subject.track_id, since, score.at, 1, score.probability, (score,), score)
    frames = bout.frames + 1
    mean = bout.confidence + (score.probability - bout.confidence) / frames
    if score.probability < rule.keeps:
        # A doubt that is not followed by more of its kind says nothing about how sure it was.
        return bout if bout.told else replace(bout, frames=frames, confidence=mean)
    return replace(
        bout,
        last=score.at,
        frames=frames,
        confidence=mean,
        first=(*bout.first, score) if len(bout.first) < FIRST_FRAMES else bout.first,
        peak=max(bout.peak, score, key=lambda one: one.probability),
    )


def _stale(bout: Bout, at: datetime, rule: BoutRule, rules: Rules) -> bool:
    """Whether the dog was not seen for so long that this frame can't go on with it."""
    if bout.told:
        return at - bout.last >= rules.hidden_for
    return at - bout.last >= min(rules.hidden_for, max(LOOKED_AWAY, rule.lasts / 3))


def _over(bout: Bout, at: datetime, rule: BoutRule) -> bool:
    """Whether the dog was seen not doing it for long enough."""
    return at - bout.last >= (rule.gap if bout.told else min(rule.gap, max(DOUBT_AT_FIRST, rule.lasts / 3)))


def _convincing(bout: Bout, subject: Subject, rule: BoutRule, rules: Rules) -> bool:
    return (
        subject.entered
        and bout.frames > 1
        and bout.last - bout.since >= rule.lasts * patience(subject, rules)
        and bout.last >= dict(subject.rests).get(bout.kind, bout.last)
        and bout.confidence >= rule.begins
    )


def _begin(subject: Subject, bout: Bout, rules: Rules, name: str) -> tuple[Subject, list[SightedEvent]]:
    """It is believed now. What it can't go along with is over; what had just begun of that begins anew."""
    events: list[SightedEvent] = []
    if bout.kind in ONE_BODY:
        for other in [one for one in subject.bouts if one.kind in ONE_BODY and one.kind != bout.kind]:
            subject, ended = end(subject, other, bout.since, rules)
            events.extend(ended)
        if subject.body_ended is not None:
            bout = replace(bout, since=max(bout.since, subject.body_ended))
    bout = replace(bout, told=True, told_as=name)
    subject = _keeping(subject, bout.kind, bout)
    return subject, [*events, *_events(bout, subject, rules.bouts[bout.kind], until=None)]


def _events(bout: Bout, subject: Subject, rule: BoutRule, *, until: datetime | None) -> list[SightedEvent]:
    if bout.kind in SILENT:
        return []
    source = "trained" if bout.kind in TRAINED else "rule"
    text = f"{bout.kind} >= {rule.begins:.2f} for {rule.lasts.total_seconds():g} s"
    return [told_bout(bout, subject, rule=text, source=source, until=until)]


def _keeping(subject: Subject, kind: BoutKind, bout: Bout | None) -> Subject:
    others = tuple(one for one in subject.bouts if one.kind != kind)
    if bout is None and len(others) == len(subject.bouts):
        return subject  # ten kinds a frame, and most of them nothing
    return replace(subject, bouts=others if bout is None else (*others, bout))
