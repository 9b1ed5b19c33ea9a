"""Sentences that stand on a digest, and those that don't."""

from dataclasses import replace

import pytest

from coaching.digest import Digest
from coaching.grounding import Ground, sentences_of
from tests.coach.scenarios import CLIP, TODAY

ADVICE = "Give a treat within a second, and stop after two or three tries."
NOTE = "the postman brought a strange parcel for grandmother"
GROUND = Ground(TODAY, ADVICE, [NOTE])


@pytest.mark.parametrize(
    "sentence",
    [
        "Your dog barked 17 times today.",
        "There were 6 sits today.",
        "It sat six times.",
        "That was at 12:56.",
        "That was at 12:56 pm, well done!",
        "It spent 142 minutes with you.",
        "Stop after two or three tries.",
        "Take one step at a time.",
        "Your dog did not howl.",
        f"See {CLIP}.",
        "Praise it when it barks less.",
    ],
)
def test_what_the_digest_holds_may_be_said(sentence: str) -> None:
    assert GROUND.refuses(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Your dog barked 18 times today.",
        "It sat 17 times.",
        "It sat twelve times.",
        "That was at 12:57.",
        "That was at 3 pm.",
        "It was with you for 143 minutes.",
        "Stop after four tries.",
        "Ask for 5 more.",
        "Your dog barked yesterday.",
        "It was worse on Tuesday.",
        "Your dog howled.",
        "Your dog did not bark, and sat.",
        "There was one howl.",
        "See 0199e1b2-7c1d-4a52-b6ff-5f0c2f6f8a11.",
        "Use a shock collar.",
        "It may have an infection.",
        "As an AI I can't tell.",
        "Visit http://dogs.example now.",
        "Ask grandmother about it.",
        "The postman brought a strange thing.",
        "",
        "a" * 400,
    ],
)
def test_what_it_does_not_hold_may_not(sentence: str) -> None:
    assert GROUND.refuses(sentence) is not None


def test_nothing_is_compared_with_a_time_that_was_not_looked_up() -> None:
    unknown = Ground(replace(TODAY, before=None), ADVICE)

    assert GROUND.refuses("It barked less than before.") is None
    assert unknown.refuses("It barked less than before.") is not None


def test_every_count_of_a_digest_may_be_said_and_its_neighbours_may_not() -> None:
    def about(digest: Digest, kind: str, count: int) -> str | None:
        return Ground(digest, ADVICE).refuses(f"I counted {count} {kind}s.")

    for kind in ("bark", "sit", "whine"):
        count = TODAY.count(kind)
        assert about(TODAY, kind, count) is None
        assert about(TODAY, kind, count + 1) is not None
        assert about(TODAY, kind, count + 10) is not None


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("One. Two! Thr", ["One.", "Two!"]),
        ("It took 2.5 seconds. Good.", ["It took 2.5 seconds.", "Good."]),
        ("no end", []),
    ],
)
def test_a_sentence_is_one_when_it_ends(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences


def test_while_more_comes_the_last_sentence_waits() -> None:
    assert sentences_of("One. Two.", goes_on=True) == ["One."]
