"""The coach: facts by code, advice out of the knowledge base, worded by a model where one answers well and in time."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

from coaching import rules, safety
from coaching.digest import Digest, facts
from coaching.errors import CoachError, PoorAnswer
from coaching.grounding import Ground, fits, sentences_of
from coaching.knowledge import Entry
from coaching.moments import highlights, milliseconds, relevant
from coaching.prompts import Brief, Task, Unwrapped, task_of
from coaching.schemas import (
    ChatRequest,
    ChatResponse,
    Reference,
    Source,
    SummaryRequest,
    SummaryResponse,
    TipsRequest,
    TipsResponse,
)

log = structlog.get_logger()

ATTEMPTS: Final = 2
MOST_SENTENCES: Final = 2
"""Of a model's words: what is asked of it, and all that is kept."""

BY_MODEL: Final = 0.7
BY_RULES: Final = 0.5
OFF_TOPIC: Final = 0.3
"""Confidence of advice: worded by a model that passed the checks, by rules, and by rules that know nothing closer."""
FIGURES: Final = 0.9
"""Confidence of an answer that is figures alone: what was missed is not counted."""


class Writer(Protocol):
    """Whoever writes, at the other end of a wire or not."""

    def write(self, task: Task) -> AsyncGenerator[str, None]:
        """Pieces of JSON that fits the task's schema, as they are written.

        Raises:
            EngineAway: there is none now; told at once.
        """
        ...


@dataclass(frozen=True, slots=True)
class Coach:
    """Answers from a digest. writer: None while the rules are alone. deadline_s: of everything that a model writes
    for one answer; what it has not said by then, the rules say.
    """

    writer: Writer | None
    deadline_s: float

    async def tips(self, asked: TipsRequest, digest: Digest) -> TipsResponse:
        """One thing to do now."""
        if safety.is_medical(asked.current_action.replace("_", " ")):
            return TipsResponse(
                tip=safety.declined(asked.current_action), confidence=BY_RULES, source="rules", references=[]
            )
        goal = _goal(asked.session_context)
        entry = rules.tip_for(asked.current_action, digest, goal)
        lead = rules.lead(asked.current_action, digest)
        worded, source = await self._worded(
            Brief(
                topic=rules.action_of(asked.current_action) or "training",
                advice=entry.advice,
                facts=facts(digest),
                quoted=[asked.current_action, *([goal] if goal else []), *_notes(digest)],
            ),
            digest,
        )
        known = rules.action_of(asked.current_action) in entry.behaviours
        return TipsResponse(
            tip=" ".join([*([lead] if lead else []), worded]),
            confidence=_confidence(source, fits_well=known),
            source=source,
            references=[entry.reference],
        )

    async def summary(self, asked: SummaryRequest, digest: Digest) -> SummaryResponse:
        """What a session came to."""
        entries = rules.suggestions_for(digest)
        first, *others = entries
        worded, source = await self._worded(
            Brief(topic=first.title, advice=first.advice, facts=facts(digest), quoted=_notes(digest)), digest
        )
        return SummaryResponse(
            summary=rules.summed_up(digest),
            wins=rules.wins(digest),
            setbacks=rules.setbacks(digest),
            suggestions=[worded, *(one.advice for one in others)],
            highlight_clips=highlights(digest),
            confidence=_confidence(source, fits_well=not digest.is_empty),
            source=source,
            references=_references(entries),
        )

    async def chat(self, asked: ChatRequest, digest: Digest) -> ChatResponse:
        """The answer to a question."""
        *_, whole = [piece async for piece in self.chat_pieces(asked, digest)]
        assert isinstance(whole, ChatResponse), "the whole answer comes last"
        return whole

    async def chat_pieces(
        self, asked: ChatRequest, digest: Digest
    ) -> AsyncGenerator[str | ChatResponse, None]:
        """The same as it comes to be: sentences, each checked before it is told, and last the whole answer."""
        wish = rules.wish_of(asked.question)
        if safety.is_medical(asked.question):
            answer = safety.declined(asked.question)
            yield answer
            yield ChatResponse(
                answer=answer,
                # What was seen may help the vet.
                relevant_timestamps=milliseconds(relevant(digest, wish.behaviours))
                if wish.behaviours
                else [],
                declined=True,
                confidence=BY_RULES,
                source="rules",
                references=[],
            )
            return
        entries = rules.advice_for(asked.question, wish)
        about_facts = wish.figures or wish.moments or not entries
        said = [*(rules.told(digest, wish) if about_facts else []), *rules.noted(digest, asked.question)]
        for sentence in said:
            yield sentence
        source: Source = "rules"
        if entries:
            brief = Brief(
                topic=entries[0].title,
                advice=entries[0].advice,
                facts=facts(digest),
                quoted=_notes(digest),
                question=asked.question,
            )
            async with aclosing(self._sentences(brief, digest)) as sentences:
                async for sentence, by in sentences:
                    source = by
                    said.append(sentence)
                    yield sentence
        yield ChatResponse(
            answer=" ".join(said),
            relevant_timestamps=milliseconds(relevant(digest, wish.behaviours)) if about_facts else [],
            declined=False,
            confidence=_confidence(source, fits_well=True) if entries else FIGURES,
            source=source,
            references=_references(entries),
        )

    async def _worded(self, brief: Brief, digest: Digest) -> tuple[str, Source]:
        sentences = [one async for one in self._sentences(brief, digest)]
        return " ".join(sentence for sentence, _ in sentences), sentences[0][1]

    async def _sentences(self, brief: Brief, digest: Digest) -> AsyncGenerator[tuple[str, Source], None]:
        """The advice of a brief: in a model's words, or as the knowledge base has it; one sentence at least."""
        any_came = False
        if self.writer is not None:
            until = asyncio.get_running_loop().time() + self.deadline_s
            async with aclosing(_written(self.writer, brief, digest)) as written:
                try:
                    while True:
                        async with asyncio.timeout_at(until):
                            sentence = await anext(written)
                        any_came = True
                        yield sentence, "model"
                except StopAsyncIteration:
                    pass
                except TimeoutError:
                    log.info("the rules answer", reason=f"the model took longer than {self.deadline_s:.0f} s")
                except CoachError as error:
                    log.info("the rules answer", reason=f"{type(error).__name__}: {error}")
        if not any_came:
            yield brief.advice, "rules"


async def _written(writer: Writer, brief: Brief, digest: Digest) -> AsyncGenerator[str, None]:
    """A model's sentences that pass the checks, of two attempts.

    Raises:
        EngineAway: it is gone.
        PoorAnswer: none of either passed.
    """
    untrusted = [*brief.quoted, *([brief.question] if brief.question else [])]
    ground = Ground(digest, brief.advice, untrusted)
    refused: str | None = "nothing was written"
    for attempt in range(ATTEMPTS):
        passed = 0
        async with aclosing(_as_written(writer, task_of(brief, attempt))) as sentences:
            async for sentence in sentences:
                why = ground.refuses(sentence) or (None if fits(sentence, brief.advice) else "off the advice")
                if why is not None:
                    refused = why
                    continue
                yield sentence
                passed += 1
                if passed == MOST_SENTENCES:
                    return
        if passed:
            return
    raise PoorAnswer(refused)


async def _as_written(writer: Writer, task: Task) -> AsyncGenerator[str, None]:
    """Sentences of a task's text, each as soon as it is whole."""
    text, given, unwrapped = "", 0, Unwrapped()
    async with aclosing(writer.write(task)) as pieces:
        async for piece in pieces:
            text += unwrapped.push(piece)
            for sentence in sentences_of(text, goes_on=True)[given:]:
                given += 1
                yield sentence
    for sentence in sentences_of(text)[given:]:
        yield sentence


def _goal(context: object) -> str | None:
    """What the owner wants of the session, if the client says so. It is anybody's text."""
    goal = context.get("goal") if isinstance(context, dict) else None
    return goal[:100] if isinstance(goal, str) and goal.strip() else None


def _notes(digest: Digest) -> list[str]:
    told = [one.note for one in digest.moments if one.note]
    told += [text for one in digest.clips for text in (one.note, *one.labels) if text]
    return told[:20]


def _confidence(source: Source, *, fits_well: bool) -> float:
    if source == "model":
        return BY_MODEL
    return BY_RULES if fits_well else OFF_TOPIC


def _references(entries: Sequence[Entry]) -> list[Reference]:
    return [one.reference for one in entries]
