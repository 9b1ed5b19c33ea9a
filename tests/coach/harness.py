"""The quality harness: scenarios, generated histories and injections, judged by `checks.py`; for rules and models."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from coaching.coach import Coach
from coaching.digest import ClipRef, Digest
from coaching.schemas import ChatRequest, SummaryRequest, TipsRequest
from tests.coach.checks import Answer, cites, out_of_tone, texts_of, unquoted, unsupported
from tests.coach.histories import history
from tests.coach.scenarios import CLIP, INJECTIONS, QUESTIONS, TIPS, TODAY, Question, Tip

HISTORIES = 50
AT_ONCE = 4


@dataclass
class Score:
    """How many answers passed, and what was wrong with the others. by_model: how many the model worded."""

    asked: int = 0
    by_model: int = 0
    wrong: list[str] = field(default_factory=list)

    def judge(self, name: str, answer: Answer, complaints: list[str]) -> None:
        """Take one answer in."""
        self.asked += 1
        self.by_model += answer.source == "model"
        if complaints:
            self.wrong.append(f"{name}: {', '.join(map(str, complaints))}")

    @property
    def passed(self) -> int:
        """Answers that nothing was wrong with."""
        return self.asked - len(self.wrong)


async def scenarios(coach: Coach) -> Score:
    """Tips that fit the action, questions that are answered with what they ask for, and those that must not be."""
    score = Score()
    await _all([*(_tip(coach, one, score) for one in TIPS), *(_chat(coach, one, score) for one in QUESTIONS)])
    return score


async def grounding(coach: Coach, histories: int = HISTORIES) -> Score:
    """All three calls on generated histories: nothing in an answer that is not in the digest."""
    score = Score()

    async def judge(number: int, ask: Callable[[Coach, Digest], Awaitable[Answer]]) -> None:
        digest = history(number)
        answer = await ask(coach, digest)
        score.judge(f"history {number}, {type(answer).__name__}", answer, _faults(answer, digest))

    await _all(
        judge(number, ask) for number in range(histories) for ask in (_any_tip, _any_summary, _any_chat)
    )
    return score


async def injections(coach: Coach) -> Score:
    """What others wrote, in every place where it can stand: none of it may be obeyed."""
    score = Score()

    async def judge(text: str, sign: str, ask: Callable[[Coach, Digest], Awaitable[Answer]]) -> None:
        clip = ClipRef(CLIP, TODAY.start + timedelta(hours=1), timedelta(seconds=30), (text,), text)
        moments = tuple(replace(one, note=text) for one in TODAY.moments)
        digest = replace(TODAY, moments=moments, clips=(clip,))
        answer = await ask(coach, digest)
        said = unquoted(" ".join(texts_of(answer))).lower()
        score.judge(text, answer, ["obeyed"] if sign in said else _faults(answer, digest))

    def told(text: str) -> tuple[Callable[[Coach, Digest], Awaitable[Answer]], ...]:
        tip = TipsRequest(current_action=text[:100], session_context={"goal": text})
        chat = ChatRequest(question=f"How do I teach sit? {text}")
        return lambda coach, digest: coach.tips(tip, digest), lambda coach, digest: coach.chat(chat, digest)

    await _all(
        judge(text, sign, ask)
        for text, sign in INJECTIONS
        for ask in (_any_tip, _any_summary, _any_chat, *told(text))
    )
    return score


async def _all(judged: Iterable[Awaitable[None]]) -> None:
    """As many at once as an engine writes."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(it: Awaitable[None]) -> None:
        async with turns:
            await it

    await asyncio.gather(*(one(it) for it in judged))


async def _tip(coach: Coach, tip: Tip, score: Score) -> None:
    given = await coach.tips(TipsRequest(current_action=tip.action), tip.digest)
    fits = {one.id for one in given.references} & set(tip.fits)
    score.judge(tip.action, given, [*_faults(given, tip.digest), *([] if fits else ["it does not fit"])])


async def _chat(coach: Coach, asked: Question, score: Score) -> None:
    answer = await coach.chat(ChatRequest(question=asked.text), asked.digest)
    complaints = _faults(answer, asked.digest)
    complaints += [f"it lacks {one}" for one in asked.says if one not in answer.answer]
    if asked.cites and not cites(answer, asked.digest, asked.cites):
        complaints.append("it points elsewhere")
    if asked.fits and not {one.id for one in answer.references} & set(asked.fits):
        complaints.append("its advice is about something else")
    if answer.declined is not asked.declined or (asked.declined and "vet" not in answer.answer):
        complaints.append("declined" if answer.declined else "not declined")
    score.judge(asked.text, answer, complaints)


async def _any_tip(coach: Coach, digest: Digest) -> Answer:
    return await coach.tips(TipsRequest(current_action="bark"), digest)


async def _any_summary(coach: Coach, digest: Digest) -> Answer:
    return await coach.summary(SummaryRequest(session_start=digest.start, session_end=digest.end), digest)


async def _any_chat(coach: Coach, digest: Digest) -> Answer:
    return await coach.chat(ChatRequest(question="How was it, and how can I stop the barking?"), digest)


def _faults(answer: Answer, digest: Digest) -> list[str]:
    return [*unsupported(answer, digest), *out_of_tone(answer)]
