"""The knowledge base of dog training, and which of its entries a question or an action asks for."""

import math
import tomllib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from coaching.behaviours import BEHAVIOURS, words_of
from coaching.schemas import Reference

FILE: Final = Path(__file__).with_name("knowledge.toml")

K1, B = 1.2, 0.5
"""Okapi BM25: how soon a repeated word counts no more, and how much long entries are held back."""

LEAST: Final = 2.5
"""A lower score is chance: one common word."""

NAMED_BEHAVIOUR: Final = 3.0
"""What it adds to an entry's score that it is about the behaviour in question."""

COMMON: Final = frozenset(
    words_of(
        "a about after all an and any are as at be been before but by can could day did do does dog dogs for "
        "from get give had has have he her him his how i if in is it it's its just make me my not now of on "
        "or our out please she should so some tell than that the their them then they this to today up was we "
        "were what what's when where which who will with would yesterday you your"
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that helps. behaviours: types of events that it is about. advice: stands alone as a tip."""

    id: str
    title: str
    behaviours: tuple[str, ...]
    words: tuple[str, ...]
    advice: str
    source: str

    @property
    def reference(self) -> Reference:
        """As answers name it."""
        return Reference(id=self.id, title=self.title, source=self.source)


@dataclass(frozen=True, slots=True)
class _Index:
    entries: tuple[Entry, ...]
    terms: tuple[Counter[str], ...]
    rarity: dict[str, float]
    mean_length: float


@lru_cache
def entries() -> tuple[Entry, ...]:
    """All that is known, in the order of the file."""
    with FILE.open("rb") as file:
        told = tomllib.load(file)["entry"]
    return tuple(
        Entry(**{**one, "behaviours": tuple(one["behaviours"]), "words": tuple(one["words"])}) for one in told
    )


@lru_cache
def vocabulary() -> frozenset[str]:
    """Every word that is ours to say."""
    ours = [text for one in entries() for text in (one.title, one.advice, *one.words)]
    return COMMON.union(*map(words_of, ours), *(words_of(one.words) for one in BEHAVIOURS.values()))


def stem(word: str) -> str:
    """A word without the endings that hide its kin: `barking`, `barks` and `barked` are one."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            cut = word.removesuffix(ending)
            return cut[:-1] if len(cut) > 3 and cut[-1] == cut[-2] and ending in ("ing", "ed") else cut
    return word


def terms_of(text: str) -> list[str]:
    """The stems of a text's telling words."""
    return [stem(word) for word in words_of(text) if word not in COMMON]


@lru_cache
def _index() -> _Index:
    known = entries()
    # Its title and the words that owners use say best what an entry is about.
    terms = tuple(
        Counter(
            terms_of(" ".join((one.title, one.title, *one.words, *one.words, *one.behaviours, one.advice)))
        )
        for one in known
    )
    holding = Counter(term for one in terms for term in one)
    rarity = {
        term: math.log(1 + (len(known) - number + 0.5) / (number + 0.5)) for term, number in holding.items()
    }
    return _Index(known, terms, rarity, sum(one.total() for one in terms) / len(terms))


def search(text: str, behaviours: Collection[str] = (), *, most: int = 2) -> list[Entry]:
    """The entries that fit a text and the behaviours in question best; those that do not fit at all are left out."""
    index, asked = _index(), set(terms_of(text))
    scored = []
    for number, (entry, terms) in enumerate(zip(index.entries, index.terms, strict=True)):
        norm = K1 * (1 - B + B * terms.total() / index.mean_length)
        score = sum(
            index.rarity[term] * terms[term] * (K1 + 1) / (terms[term] + norm)
            for term in asked
            if term in terms
        )
        if any(kind in entry.behaviours for kind in behaviours):
            score += NAMED_BEHAVIOUR
        if score >= LEAST:
            scored.append((-score, number, entry))
    return [entry for _, _, entry in sorted(scored)[:most]]


def about(behaviour: str, others: Sequence[str] = ()) -> Entry | None:
    """The entry for what a dog does now; `others`, what it also did, decide between several."""
    fitting = [one for one in entries() if behaviour in one.behaviours]
    if not fitting:
        return None
    return max(
        fitting, key=lambda one: (one.behaviours[0] == behaviour, len(set(one.behaviours) & set(others)))
    )
