"""The models of one type in one replica: who answers, who steps in, who answers some cameras, who only looks on.

A question is always answered while any model works: by the one whose turn it is, else by the one before it, else by
the one that the settings name. What a model does wrong is counted here, and who is in charge (`model_follower.py`)
takes back one that does too much of it.
"""

import hashlib
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Protocol, TypeVar
from uuid import UUID

import structlog

from db.model_changes import Agreement
from db.model_slots import Bounds
from deployments.model_errors import ModelDied, ModelFailed
from deployments.model_thread import model_thread
from pawsight.models import BUILT_IN_NAME

log = structlog.get_logger()

E = TypeVar("E")
T = TypeVar("T")

ENOUGH: Final = 20
"""Answers before a rate says anything."""
IN_A_ROW: Final = 3
"""Failures after which nobody waits for a rate, watched or not."""
REMEMBERED: Final = 200
SHADOW_NICENESS: Final = 19


class NoModel(Exception):
    """There is no model at all: not even the one that the settings name has loaded."""


class Closable(Protocol):
    """A process that can be ended."""

    def close(self) -> None:
        """End it."""
        ...


@dataclass(slots=True)
class Record:
    """What a model did since it began to answer."""

    answers: int = 0
    failures: int = 0
    in_a_row: int = 0
    slow_in_a_row: int = 0
    died: str | None = None
    last: str | None = None
    took_ms: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def answered(self, ms: float, latency_ms: float) -> None:
        """It answered. latency_ms: what it may take."""
        self.answers += 1
        self.in_a_row = 0
        self.slow_in_a_row = self.slow_in_a_row + 1 if ms > latency_ms else 0
        self.took_ms.append(ms)

    def failed(self, error: ModelFailed) -> None:
        """It did not answer, or nonsense."""
        self.answers += 1
        self.failures += 1
        self.in_a_row += 1
        self.last = str(error)
        if isinstance(error, ModelDied):
            self.died = str(error)

    def verdict(self, bounds: Bounds, *, watched: bool) -> str | None:
        """Why it can't go on; None while it can. watched: whether the bounds hold now."""
        if self.died is not None:
            return f"its process is gone: {self.died}"
        if self.in_a_row >= IN_A_ROW:
            return f"it failed {self.in_a_row} times in a row: {self.last}"
        if not watched:
            return None
        if self.slow_in_a_row >= ENOUGH:
            return f"each of its last {ENOUGH} answers took longer than {bounds.latency_ms:.0f} ms"
        if self.answers < ENOUGH:
            return None
        if self.failures > bounds.error_rate * self.answers:
            return f"it failed {self.failures} of {self.answers} times: {self.last}"
        if len(self.took_ms) >= ENOUGH and (p95 := self.p95_ms) > bounds.latency_ms:
            return (
                f"95 of 100 answers take up to {p95:.0f} ms; at most {bounds.latency_ms:.0f} ms are allowed"
            )
        return None

    @property
    def p95_ms(self) -> float:
        """Of the last answers; 0 without any."""
        took = sorted(self.took_ms)
        return took[min(int(len(took) * 0.95), len(took) - 1)] if took else 0.0


@dataclass(eq=False)
class Contender(Generic[E]):
    """A loaded model. id: None of the one that the settings name, which runs in the replica itself.

    examined_ms: what one input of the reference set took.
    """

    engine: E
    id: UUID | None = None
    name: str = BUILT_IN_NAME
    process: Closable | None = None
    examined_ms: float = 0.0
    record: Record = field(default_factory=Record)

    def close(self) -> None:
        """End its process, if it has one of its own. Blocking."""
        if self.process is not None:
            self.process.close()


@dataclass(frozen=True)
class Lineup(Generic[E]):
    """Who does what now. Exchanged as a whole: no question meets half of two.

    generation: of the slot's row. watched_until: of `time.monotonic`; the bounds hold so long.
    """

    built_in: Contender[E] | None
    live: Contender[E] | None = None
    previous: Contender[E] | None = None
    canary: Contender[E] | None = None
    share: float = 0.0
    shadow: Contender[E] | None = None
    fps: float = 0.0
    bounds: Bounds = field(default_factory=Bounds)
    watched_until: float = 0.0
    generation: int = 0

    @property
    def usual(self) -> Contender[E] | None:
        """Who answers what is no canary's, as long as nothing goes wrong."""
        return self.live or self.built_in

    def turn(self, camera: UUID | None) -> list[Contender[E]]:
        """Who may answer a question, in the order that they are asked. camera: whose frame it is, if it is one's."""
        first = self.canary if self.canary is not None and self._is_for_canary(camera) else None
        order = [first, self.usual, self.previous, self.built_in]
        unique: list[Contender[E]] = []
        for one in order:
            if one is not None and one not in unique and one.record.died is None:
                unique.append(one)
        return unique

    def _is_for_canary(self, camera: UUID | None) -> bool:
        """The same cameras in every replica, and others for another canary."""
        if camera is None or self.canary is None or self.canary.id is None:
            return False
        drawn = hashlib.sha256(camera.bytes + self.canary.id.bytes).digest()
        return int.from_bytes(drawn[:8], "big") / 2**64 < self.share


@dataclass(slots=True)
class _Sums:
    """What a shadow did so far, as `db.model_changes.Agreement` counts it."""

    inputs: int = 0
    agreement: float = 0.0
    failures: int = 0
    live_ms: float = 0.0
    shadow_ms: float = 0.0


class ModelSlot(Generic[E]):
    """Holds the lineup and asks it. `ask` blocks: call it from the model's thread."""

    def __init__(self) -> None:
        self.lineup: Lineup[E] = Lineup(None)
        self._counting = threading.Lock()
        self._shadow_thread: ThreadPoolExecutor | None = None
        self._shadow_busy = False
        self._shadow_at = 0.0
        self._sums: dict[UUID, _Sums] = {}

    @property
    def answering(self) -> Contender[E] | None:
        """Who answers a question that is of no camera; None: nobody can."""
        return self.first(None)

    def first(self, camera: UUID | None) -> Contender[E] | None:
        """Whose turn it is to answer a question; None: nobody's. camera: whose frame it is, if it is one's."""
        return next(iter(self.lineup.turn(camera)), None)

    def ask(
        self,
        question: Callable[[E], T],
        *,
        camera: UUID | None = None,
        agree: Callable[[T, T], Sequence[float]] | None = None,
    ) -> T:
        """The answer of whoever's turn it is, or of the next one who has any.

        agree: how far two answers agree, for each input, 0..1; without it no shadow is asked.

        Raises:
            NoModel: none has loaded.
            ModelFailed: none has an answer.
            Exception: what the built-in model raises.
        """
        lineup = self.lineup
        failed: ModelFailed | None = None
        for one in lineup.turn(camera):
            began = time.monotonic()
            try:
                answer = question(one.engine)
            except ModelFailed as error:
                with self._counting:
                    one.record.failed(error)
                log.warning("a model did not answer", model=one.name, reason=str(error))
                failed = error
                continue
            ms = (time.monotonic() - began) * 1000
            with self._counting:
                one.record.answered(ms, lineup.bounds.latency_ms)
            if agree is not None and camera is not None and failed is None and one is lineup.usual:
                self._show(lineup, question, answer, ms, agree)
            return answer
        raise failed or NoModel("no model has loaded")

    def verdict(self, one: Contender[E]) -> str | None:
        """Why a model of the lineup can't go on; None while it can."""
        watched = time.monotonic() < self.lineup.watched_until
        with self._counting:
            return one.record.verdict(self.lineup.bounds, watched=watched)

    def agreement(self, model_id: UUID) -> Agreement | None:
        """The sums of a shadow so far; None when it was not asked yet."""
        with self._counting:
            sums = self._sums.get(model_id)
            if sums is None:
                return None
            return Agreement(sums.inputs, sums.agreement, sums.failures, sums.live_ms, sums.shadow_ms)

    def forget_agreement(self, model_id: UUID) -> None:
        """A shadow begins anew."""
        with self._counting:
            self._sums.pop(model_id, None)

    def close(self) -> None:
        """Ask no shadow any more."""
        if self._shadow_thread is not None:
            self._shadow_thread.shutdown(wait=False, cancel_futures=True)

    def _show(
        self,
        lineup: Lineup[E],
        question: Callable[[E], T],
        answer: T,
        live_ms: float,
        agree: Callable[[T, T], Sequence[float]],
    ) -> None:
        """Have the shadow answer too, if it is not busy and its time has come; nobody waits for it."""
        shadow = lineup.shadow
        now = time.monotonic()
        if shadow is None or shadow.record.died or self._shadow_busy or now < self._shadow_at:
            return
        self._shadow_busy, self._shadow_at = True, now + 1 / lineup.fps
        if self._shadow_thread is None:
            self._shadow_thread = model_thread(SHADOW_NICENESS)
        self._shadow_thread.submit(self._compare, shadow, question, answer, live_ms, agree)

    def _compare(
        self,
        shadow: Contender[E],
        question: Callable[[E], Any],
        answer: Any,
        live_ms: float,
        agree: Callable[[Any, Any], Sequence[float]],
    ) -> None:
        assert shadow.id is not None, "the settings' own model is no candidate"
        began = time.monotonic()
        try:
            said = agree(answer, question(shadow.engine))
        except ModelFailed as error:
            with self._counting:
                shadow.record.failed(error)
                self._sums.setdefault(shadow.id, _Sums()).failures += 1
        except Exception:
            log.exception("a shadow was not compared: a mistake of ours")
        else:
            ms = (time.monotonic() - began) * 1000
            with self._counting:
                shadow.record.answered(ms, float("inf"))
                sums = self._sums.setdefault(shadow.id, _Sums())
                sums.inputs += len(said)
                sums.agreement += sum(said)
                sums.live_ms += live_ms * len(said)
                sums.shadow_ms += ms * len(said)
        finally:
            self._shadow_busy = False
