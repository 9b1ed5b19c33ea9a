"""Whether an answer may be said: judged by programs that know the digest, and nothing of how the coach works.

They are written apart from `coaching/grounding.py`: a checker that shares its code shares its mistakes.
"""

import re
from collections.abc import Iterable

from coaching import knowledge
from coaching.digest import Digest
from coaching.schemas import ChatResponse, SummaryResponse, TipsResponse

Answer = TipsResponse | SummaryResponse | ChatResponse

WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
}
HARSH = re.compile(
    r"\b(stupid|bad dog|punish\w*|shock|prong|choke|alpha|dominan\w*|hit|kick|yell|shout|scold|spray)\b", re.I
)
MEDICAL = re.compile(
    r"\b(diagnos\w+|disease|infection|dose|mg|ibuprofen|antibiotic\w*|arthritis|cancer|medicat\w+)\b", re.I
)
LONGEST_TIP = 420
LONGEST_ANSWER = 900


def texts_of(answer: Answer) -> list[str]:
    """All that a person reads of an answer."""
    if isinstance(answer, TipsResponse):
        return [answer.tip]
    if isinstance(answer, SummaryResponse):
        return [answer.summary, *answer.wins, *answer.setbacks, *answer.suggestions]
    return [answer.answer]


def unsupported(answer: Answer, digest: Digest) -> list[str]:
    """Figures, times, ids and moments of an answer that are in neither the digest nor the knowledge base."""
    found = [one for text in texts_of(answer) for one in _strange_figures(text, digest)]
    if isinstance(answer, ChatResponse):
        known = {int(one.at.timestamp() * 1000) for one in digest.moments}
        found += [f"moment {one}" for one in answer.relevant_timestamps if one not in known]
    if isinstance(answer, SummaryResponse):
        clips = {one.id for one in digest.clips}
        found += [f"clip {one}" for one in answer.highlight_clips if one not in clips]
    found += [f"source {one.id}" for one in answer.references if one not in _references()]
    return found


def out_of_tone(answer: Answer) -> list[str]:
    """Harsh or medical words that are not our own entries', and texts of a wrong length."""
    longest = LONGEST_TIP if isinstance(answer, TipsResponse) else LONGEST_ANSWER
    complaints = []
    for text in texts_of(answer):
        if not 0 < len(text.strip()) <= longest:
            complaints.append(f"{len(text)} characters")
        said = unquoted(_without_advice(text))
        complaints += [*HARSH.findall(said), *MEDICAL.findall(said)]
    return complaints


def unquoted(text: str) -> str:
    """Without an owner's own notes, which are shown in quotes."""
    return re.sub(r"\u201c[^\u201d]*\u201d", " ", text)


def cites(answer: ChatResponse, digest: Digest, kinds: Iterable[str]) -> bool:
    """Whether it points at moments of these kinds, the newest of them first, and at no others."""
    expected = [int(one.at.timestamp() * 1000) for one in digest.moments if one.type in set(kinds)][:10]
    return answer.relevant_timestamps == expected


def _strange_figures(text: str, digest: Digest) -> list[str]:
    text = unquoted(_without_advice(text))
    clocks = {f"{one.at.astimezone(digest.zone):%H:%M}" for one in digest.moments}
    strange = [one for one in re.findall(r"\b\d{1,2}:\d{2}\b", text) if one not in clocks]
    text = re.sub(r"\b\d{1,2}:\d{2}\b", " ", text)
    days = {str(one.at.astimezone(digest.zone).day) for one in digest.moments}
    before = digest.before or {}
    counts = (
        set(digest.counts.values()) | set(before.values()) | {0, digest.minutes_in_frame, digest.calm_minutes}
    )
    counts |= {abs(digest.counts.get(kind, 0) - before.get(kind, 0)) for kind in {*digest.counts, *before}}
    allowed = {str(one) for one in counts} | days | set(re.findall(r"\d+", digest.period))
    strange += [one for one in re.findall(r"\d+", text) if one not in allowed]
    advice = " ".join(_advice()).lower()
    strange += [
        word
        for word in re.findall(r"[a-z]+", text.lower())
        if word in WORDS and str(WORDS[word]) not in allowed and not re.search(rf"\b{word}\b", advice)
    ]
    return strange


def _without_advice(text: str) -> str:
    for advice in _advice():
        text = text.replace(advice, " ")
    return text


def _advice() -> list[str]:
    return [one.advice for one in knowledge.entries()]


def _references() -> list[object]:
    return [one.reference for one in knowledge.entries()]
