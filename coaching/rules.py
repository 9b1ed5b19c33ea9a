"""The coach that needs no model: figures told by code, advice out of the knowledge base as it stands there."""

import re
from dataclasses import dataclass
from typing import Final

from coaching import knowledge
from coaching.behaviours import BEHAVIOURS, counted, named_in
from coaching.digest import Digest, facts
from coaching.knowledge import Entry
from coaching.moments import relevant
from coaching.prompts import quote

MOST_POINTS: Final = 4
LONG_STAY_MIN: Final = 10
"""Minutes in the picture from which on silence is an achievement."""

_FIGURES: Final = re.compile(
    r"\bhow (?:many|often|much|long)\b|\bnumber of\b|\bcount\b|\bhow was\b|\bhow did\b"
)
_MOMENTS: Final = re.compile(
    r"\bwhen\b|\bwhat time\b|\bshow\b|\bclips?\b|\bvideos?\b|\bwhich moments?\b|\blast time\b"
)
_DID: Final = re.compile(r"^\s*(?:did|has|have|was|were|is|are)\b")
_ADVICE: Final = re.compile(
    r"\bhow (?:do|can|could|should|to|would)\b|\bwhy\b|\bshould\b|\bteach\b|\btrain\w*\b|\bstop\b|\badvice\b|\btips?\b|"
    r"\bhelp\b|\bwhat (?:can|could|should|do|to)\b|\bimprove\b|\bmean(?:s|ing)?\b"
)

UNSEEN: Final = "What happens out of sight of the cameras I can't know."
NOTHING: Final = "Nothing was seen or heard"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a question wants. behaviours: that it names. advice: more than figures."""

    behaviours: tuple[str, ...]
    figures: bool
    moments: bool
    advice: bool


def wish_of(question: str) -> Wish:
    """Read a question; one that asks for nothing that we know of wants figures and advice."""
    lowered = question.lower()
    behaviours = tuple(named_in(lowered))
    figures = bool(_FIGURES.search(lowered) or (_DID.search(lowered) and behaviours))
    moments = bool(_MOMENTS.search(lowered))
    advice = bool(_ADVICE.search(lowered))
    if not (figures or moments or advice):
        figures = advice = True
    return Wish(behaviours, figures, moments, advice)


def told(digest: Digest, wish: Wish) -> list[str]:
    """What the figures say to a wish, a sentence each."""
    asked = wish.behaviours
    sentences = []
    if not asked:
        return [_overview(digest)]
    for kind in asked[:3]:
        count = digest.count(kind)
        if not count:
            sentences.append(f"{_begun(digest.period)} I counted no {BEHAVIOURS[kind].many}.")
            continue
        sentences.append(f"{_begun(digest.period)} I counted {counted(kind, count)}.")
        newest = relevant(digest, [kind])
        if newest and wish.moments:
            times = ", ".join(digest.told_at(one.at) for one in newest[:3])
            more = "The last was at" if len(newest) == 1 else "The last ones were at"
            sentences.append(f"{more} {times}.")
    if not any(digest.count(kind) for kind in asked):
        sentences.append(UNSEEN)
    return sentences


def noted(digest: Digest, question: str) -> list[str]:
    """The owner's own notes that a question is about, quoted; they are data to us."""
    asked = set(knowledge.terms_of(question))
    notes = [
        (one.at, one.note) for one in digest.moments if one.note and asked & set(knowledge.terms_of(one.note))
    ]
    return [f"At {digest.told_at(at)} you noted: \u201c{quote(note)}\u201d." for at, note in notes[:2]]


def advice_for(question: str, wish: Wish) -> list[Entry]:
    """The entries that a question asks for; none when it asks for figures alone, or for what nobody wrote down."""
    return knowledge.search(question, wish.behaviours, most=1) if wish.advice else []


def action_of(text: str) -> str | None:
    """The behaviour that a client's word for an action means."""
    name = text.strip().lower()
    if name in BEHAVIOURS:
        return name
    found = named_in(name.replace("_", " "))
    return found[0] if found else None


def tip_for(action: str, digest: Digest, goal: str | None) -> Entry:
    """What helps now. The goal of the session decides where the action alone does not."""
    kind = action_of(action)
    wanted = action_of(goal) if goal else None
    others = [*([wanted] if wanted else []), *(one for one in BEHAVIOURS if digest.count(one))]
    if kind is not None and (entry := knowledge.about(kind, others)) is not None:
        return entry
    found = knowledge.search(f"{action} {goal or ''}".replace("_", " "), most=1)
    return found[0] if found else knowledge.entries()[0]


def lead(action: str, digest: Digest) -> str | None:
    """What makes a tip about this dog: how often it did so lately. None: once is no pattern."""
    kind = action_of(action)
    if kind is None or digest.count(kind) < 2:
        return None
    return f"{counted(kind, digest.count(kind)).capitalize()} {digest.period}."


def summed_up(digest: Digest) -> str:
    """A session in two sentences at most."""
    if digest.is_empty:
        return f"{NOTHING} in this session. {UNSEEN}"
    return _overview(digest)


def wins(digest: Digest) -> list[str]:
    """What went well, by the figures."""
    found = []
    for kind, known in BEHAVIOURS.items():
        count, was = digest.count(kind), (digest.before or {}).get(kind, 0)
        if known.good and count:
            found.append(f"{counted(kind, count)}{_against(count, was, digest)}.")
        elif known.good is False and count < was:
            found.append(f"{counted(kind, count)}, {was - count} fewer than in the same time before.")
    if digest.minutes_in_frame >= LONG_STAY_MIN and not any(
        digest.count(one) for one in ("bark", "howl", "whine")
    ):
        found.append(f"No barking, howling or whining in {digest.minutes_in_frame} minutes in the picture.")
    if digest.calm_minutes >= LONG_STAY_MIN:
        found.append(f"{digest.calm_minutes} calm minutes.")
    return found[:MOST_POINTS]


def setbacks(digest: Digest) -> list[str]:
    """What went less well, by the figures."""
    found = []
    for kind, known in BEHAVIOURS.items():
        count, was = digest.count(kind), (digest.before or {}).get(kind, 0)
        if known.good is False and count and count >= was:
            found.append(f"{counted(kind, count)}{_against(count, was, digest)}.")
    return found[:MOST_POINTS]


def suggestions_for(digest: Digest) -> list[Entry]:
    """Entries for what went less well, then for what could be made more of."""
    bad = [kind for kind, known in BEHAVIOURS.items() if known.good is False and digest.count(kind)]
    good = [kind for kind, known in BEHAVIOURS.items() if known.good and digest.count(kind)]
    entries = [entry for kind in (*bad, *good) if (entry := knowledge.about(kind, bad)) is not None]
    return list(dict.fromkeys(entries))[:3] or [knowledge.entries()[0]]


def _overview(digest: Digest) -> str:
    if digest.is_empty:
        return f"{NOTHING} {digest.period}. {UNSEEN}"
    return f"{_begun(digest.period)}: {', '.join(facts(digest)[:6])}."


def _begun(period: str) -> str:
    return period[0].upper() + period[1:]


def _against(count: int, was: int, digest: Digest) -> str:
    if digest.before is None or count == was:
        return ""
    return f", {abs(count - was)} {'more' if count > was else 'fewer'} than in the same time before"
