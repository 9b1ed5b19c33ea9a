"""The knowledge base itself, what it is searched for, and what no coach may answer."""

import re

import pytest

from coaching import knowledge, safety
from coaching.behaviours import BEHAVIOURS
from coaching.grounding import LONGEST

ENTRIES = knowledge.entries()


def test_there_is_enough_of_it_and_each_is_there_once() -> None:
    assert 20 <= len(ENTRIES) <= 40
    assert len({one.id for one in ENTRIES}) == len({one.title for one in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one.id)
def test_each_is_a_short_tip_with_a_source_that_is_dated_or_an_institution(entry: knowledge.Entry) -> None:
    assert set(entry.behaviours) <= set(BEHAVIOURS)
    assert 1 <= len(re.findall(r"[.!?](?:\s|$)", entry.advice)) <= 2
    assert len(entry.advice) <= LONGEST
    assert re.search(r"\(\d{4}\)|ASPCA|WSAVA", entry.source)
    assert safety.LEAKED.search(entry.advice.lower()) is None
    assert not safety.is_medical(entry.advice)


def test_every_behaviour_that_owners_wish_to_change_has_an_entry() -> None:
    for kind, known in BEHAVIOURS.items():
        if known.good is not None:
            assert knowledge.about(kind) is not None, kind


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Why does my dog bark at the window?", "bark-cause"),
        ("my puppy bites my hands", "bite-puppy"),
        ("he pulls on the lead", "leash"),
        ("she is afraid of fireworks", "fear"),
        ("accidents on the carpet", "house-training"),
        ("should I punish my dog?", "no-punishment"),
    ],
)
def test_a_question_finds_its_entry_first(question: str, expected: str) -> None:
    assert knowledge.search(question)[0].id == expected


@pytest.mark.parametrize("question", ["", "tell me a joke", "what is the capital of France?"])
def test_what_nobody_wrote_down_is_not_found(question: str) -> None:
    assert knowledge.search(question) == []


@pytest.mark.parametrize(
    "question",
    [
        "He is limping",
        "how much ibuprofen?",
        "she won't eat",
        "he ate some chocolate",
        "Is this a tumour?",
        "there is blood on his paw",
        "she keeps throwing up",
        "is he in pain?",
        "he can\u2019t breathe",
    ],
)
def test_a_veterinarians_question_is_known(question: str) -> None:
    assert safety.is_medical(question)
    assert "vet" in safety.declined(question)


@pytest.mark.parametrize(
    "question", ["why does she bark?", "did he eat today?", "how do I teach sit?", "is he tired?"]
)
def test_an_owners_question_is_not_one(question: str) -> None:
    assert not safety.is_medical(question)


def test_what_can_not_wait_is_told_so() -> None:
    assert "now" in safety.declined("she ate chocolate")
    assert "now" not in safety.declined("he is limping")
