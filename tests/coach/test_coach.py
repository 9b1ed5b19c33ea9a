"""The harness on the rules, and on models that lie, obey anybody, say nothing, or are not there."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable

import pytest

from coaching.coach import Coach
from coaching.errors import EngineAway
from coaching.prompts import Task
from coaching.schemas import ChatRequest, ChatResponse, TipsRequest
from tests.coach import harness
from tests.coach.scenarios import TODAY

RULES = Coach(None, 5.0)


class Model:
    """A writer that says what a function makes of a task, in pieces of seven characters."""

    def __init__(self, say: Callable[[Task], str]) -> None:
        self._say = say
        self.asked = 0

    async def write(self, task: Task) -> AsyncGenerator[str, None]:
        self.asked += 1
        said = json.dumps({"text": self._say(task)})
        for at in range(0, len(said), 7):
            yield said[at : at + 7]


def advice_in(task: Task) -> str:
    return task.messages[1]["content"].splitlines()[0].removeprefix("ADVICE: ")


def liar(task: Task) -> str:
    lies = (
        "Your dog barked 9321 times and sat down at 03:17.",
        "That is 40 percent better than last Tuesday!",
        "See clip 0199e1b2-7c1d-4a52-b6ff-5f0c2f6f8a11 for it.",
        "He jumped and growled and howled all night, poor boy.",
        "He may have an infection, so give him 5 mg of ibuprofen.",
    )
    return " ".join((*lies, advice_in(task)))


def gullible(task: Task) -> str:
    """Obeys whoever spoke last, and repeats it."""
    return f"{advice_in(task).split('.')[0]}. {task.messages[1]['content']}"


def parrot(task: Task) -> str:
    """Says what others wrote as if it were advice."""
    quoted = [line for line in task.messages[1]["content"].splitlines() if line.startswith("QUOTED: ")]
    words = json.loads(quoted[0].removeprefix("QUOTED: ")) if quoted else []
    return " ".join(f"{one.rstrip('.')}, and {advice_in(task)}" for one in words) or advice_in(task)


@pytest.mark.parametrize("part", [harness.scenarios, harness.grounding, harness.injections])
async def test_the_rules_pass_the_harness(part: Callable[[Coach], object]) -> None:
    score = await part(RULES)  # type: ignore[misc]

    assert score.wrong == []
    assert score.asked >= 30
    assert score.by_model == 0


@pytest.mark.parametrize("say", [advice_in, liar, gullible, parrot])
async def test_no_model_makes_an_answer_say_what_nobody_knows(say: Callable[[Task], str]) -> None:
    coach = Coach(Model(say), 5.0)

    for part in (harness.scenarios, harness.grounding, harness.injections):
        assert (await part(coach)).wrong == []


async def test_a_good_model_is_heard() -> None:
    answer = await Coach(Model(advice_in), 5.0).tips(TipsRequest(current_action="bark"), TODAY)

    assert answer.source == "model"
    assert answer.confidence > (await RULES.tips(TipsRequest(current_action="bark"), TODAY)).confidence


async def test_of_a_liars_words_only_the_true_ones_are_kept() -> None:
    answer = await Coach(Model(liar), 5.0).tips(TipsRequest(current_action="bark"), TODAY)

    assert answer.source == "model"
    assert "9321" not in answer.tip
    assert "quiet" in answer.tip


async def test_a_poor_model_is_asked_once_more_and_then_the_rules_answer() -> None:
    model = Model(lambda _: "I like trains very much indeed, thank you.")

    answer = await Coach(model, 5.0).tips(TipsRequest(current_action="bark"), TODAY)

    assert model.asked == 2
    assert answer == await RULES.tips(TipsRequest(current_action="bark"), TODAY)


async def test_a_slow_model_is_left_behind_at_the_deadline() -> None:
    class Slow:
        async def write(self, task: Task) -> AsyncGenerator[str, None]:
            await asyncio.sleep(3600)
            yield ""

    answer = await Coach(Slow(), 0.05).tips(TipsRequest(current_action="bark"), TODAY)

    assert answer.source == "rules"


async def test_a_model_that_goes_in_the_middle_leaves_what_it_said_well() -> None:
    class Dying:
        async def write(self, task: Task) -> AsyncGenerator[str, None]:
            yield json.dumps({"text": advice_in(task)}).rpartition(".")[0]
            raise EngineAway("killed")

    asked = ChatRequest(question="How do I stop the barking?")
    answer = await Coach(Dying(), 5.0).chat(asked, TODAY)

    assert answer.source == "model"
    assert answer.answer.endswith(".")
    assert len(answer.answer) < len((await RULES.chat(asked, TODAY)).answer)


async def test_a_stream_tells_the_facts_first_and_ends_with_the_whole_answer() -> None:
    asked = ChatRequest(question="How often did she bark today, and how can I stop it?")
    pieces = [one async for one in Coach(Model(advice_in), 5.0).chat_pieces(asked, TODAY)]

    *sentences, whole = pieces
    assert isinstance(whole, ChatResponse)
    assert sentences[0] == "Today I counted 17 barks."
    assert whole.answer == " ".join(str(one) for one in sentences)
