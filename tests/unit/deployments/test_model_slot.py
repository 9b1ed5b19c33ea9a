"""Who answers, who steps in, and when a model has done enough wrong, beside engines of our own making."""

import threading
import time
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from db.model_slots import Bounds
from deployments.model_errors import ModelDied, ModelFailed
from deployments.model_slot import ENOUGH, IN_A_ROW, Contender, Lineup, ModelSlot, NoModel, Record

CAMERA = UUID(int=7)
BOUNDS = Bounds(error_rate=0.1, latency_ms=100)


class Engine:
    """Says its name, or fails as it is told."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.asked = 0
        self.fails_with: ModelFailed | None = None
        self.waits_for: threading.Event | None = None

    def say(self) -> str:
        self.asked += 1
        if self.waits_for is not None:
            assert self.waits_for.wait(30)
        if self.fails_with is not None:
            raise self.fails_with
        return self.name


def contender(name: str) -> Contender[Engine]:
    return Contender(Engine(name), None if name == "built-in" else uuid4(), name)


@pytest.fixture
def built_in() -> Contender[Engine]:
    return contender("built-in")


@pytest.fixture
def live() -> Contender[Engine]:
    return contender("live")


@pytest.fixture
def other() -> Contender[Engine]:
    return contender("other")


def slot_of(lineup: Lineup[Engine]) -> ModelSlot[Engine]:
    slot: ModelSlot[Engine] = ModelSlot()
    slot.lineup = lineup
    return slot


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)


class TestWhoAnswers:
    def test_the_live_model_does(self, built_in: Contender[Engine], live: Contender[Engine]) -> None:
        assert slot_of(Lineup(built_in, live)).ask(Engine.say) == "live"

    def test_without_one_the_settings_own_does(self, built_in: Contender[Engine]) -> None:
        assert slot_of(Lineup(built_in)).ask(Engine.say) == "built-in"

    def test_the_settings_own_does_though_there_is_a_previous_one(
        self, built_in: Contender[Engine], other: Contender[Engine]
    ) -> None:
        assert slot_of(Lineup(built_in, previous=other)).ask(Engine.say) == "built-in"

    def test_the_previous_one_steps_in_for_an_answer_that_fails(
        self, built_in: Contender[Engine], live: Contender[Engine], other: Contender[Engine]
    ) -> None:
        live.engine.fails_with = ModelFailed("nonsense")
        slot = slot_of(Lineup(built_in, live, other))

        assert slot.ask(Engine.say) == "other"
        assert (live.record.failures, other.record.failures) == (1, 0)

    def test_then_the_settings_own(
        self, built_in: Contender[Engine], live: Contender[Engine], other: Contender[Engine]
    ) -> None:
        live.engine.fails_with = other.engine.fails_with = ModelFailed("nonsense")

        assert slot_of(Lineup(built_in, live, other)).ask(Engine.say) == "built-in"

    def test_one_whose_process_is_gone_is_not_asked_again(
        self, built_in: Contender[Engine], live: Contender[Engine]
    ) -> None:
        live.engine.fails_with = ModelDied("SIGSEGV")
        slot = slot_of(Lineup(built_in, live))

        assert [slot.ask(Engine.say) for _ in range(3)] == ["built-in"] * 3
        assert live.engine.asked == 1

    def test_when_nobody_has_an_answer_the_failure_is_told(self, live: Contender[Engine]) -> None:
        live.engine.fails_with = ModelFailed("nonsense")
        with pytest.raises(ModelFailed, match="nonsense"):
            slot_of(Lineup(None, live)).ask(Engine.say)
        with pytest.raises(NoModel):
            slot_of(Lineup(None)).ask(Engine.say)

    def test_what_is_wrong_with_a_picture_is_nobodys_failure(self, built_in: Contender[Engine]) -> None:
        def refuse(_: Engine) -> str:
            raise ValueError("a box without an area")

        with pytest.raises(ValueError, match="without an area"):
            slot_of(Lineup(built_in)).ask(refuse)
        assert built_in.record.failures == 0


class TestCanary:
    def test_it_answers_its_share_of_the_cameras_and_always_the_same_ones(
        self, built_in: Contender[Engine], live: Contender[Engine], other: Contender[Engine]
    ) -> None:
        slot = slot_of(Lineup(built_in, live, canary=other, share=0.25))
        again = slot_of(Lineup(built_in, live, canary=other, share=0.25))
        cameras = [uuid4() for _ in range(2000)]
        answers = [slot.ask(Engine.say, camera=camera) for camera in cameras]

        assert answers == [again.ask(Engine.say, camera=camera) for camera in cameras]
        assert 0.2 < answers.count("other") / len(answers) < 0.3

    def test_it_answers_nothing_that_is_of_no_camera(
        self, built_in: Contender[Engine], live: Contender[Engine], other: Contender[Engine]
    ) -> None:
        assert slot_of(Lineup(built_in, live, canary=other, share=0.999)).ask(Engine.say) == "live"

    def test_the_live_model_steps_in_for_it(
        self, built_in: Contender[Engine], live: Contender[Engine], other: Contender[Engine]
    ) -> None:
        other.engine.fails_with = ModelFailed("nonsense")
        slot = slot_of(Lineup(built_in, live, canary=other, share=0.9999))

        assert slot.ask(Engine.say, camera=CAMERA) == "live"
        assert live.record.failures == 0


class TestShadow:
    @pytest.fixture
    def slot(
        self, built_in: Contender[Engine], live: Contender[Engine], other: Contender[Engine]
    ) -> ModelSlot[Engine]:
        return slot_of(Lineup(built_in, live, shadow=other, fps=1000))

    def show(self, slot: ModelSlot[Engine], agreement: float = 0.5) -> str:
        return slot.ask(Engine.say, camera=CAMERA, agree=lambda *_: [agreement])

    def inputs(self, slot: ModelSlot[Engine], other: Contender[Engine]) -> int:
        assert other.id is not None
        sums = slot.agreement(other.id)
        return 0 if sums is None else sums.inputs

    def test_it_is_compared_and_says_nothing(self, slot: ModelSlot[Engine], other: Contender[Engine]) -> None:
        assert self.show(slot) == "live"
        wait_until(lambda: self.inputs(slot, other) == 1)

        assert other.id is not None
        sums = slot.agreement(other.id)
        assert sums is not None
        assert (sums.agreement, sums.failures) == (0.5, 0)

    def test_it_is_compared_with_the_settings_own_too(
        self, built_in: Contender[Engine], other: Contender[Engine]
    ) -> None:
        slot = slot_of(Lineup(built_in, shadow=other, fps=1000))
        assert self.show(slot) == "built-in"
        wait_until(lambda: self.inputs(slot, other) == 1)

    def test_nobody_waits_for_one_that_is_busy(
        self, slot: ModelSlot[Engine], other: Contender[Engine]
    ) -> None:
        other.engine.waits_for = threading.Event()
        answers = [self.show(slot) for _ in range(20)]
        other.engine.waits_for.set()
        wait_until(lambda: self.inputs(slot, other) == 1)

        assert answers == ["live"] * 20
        assert other.engine.asked == 1

    def test_it_is_asked_no_more_often_than_it_may(
        self, built_in: Contender[Engine], live: Contender[Engine], other: Contender[Engine]
    ) -> None:
        slot = slot_of(Lineup(built_in, live, shadow=other, fps=0.01))
        self.show(slot)
        wait_until(lambda: self.inputs(slot, other) == 1)
        for _ in range(20):
            self.show(slot)

        assert other.engine.asked == 1

    def test_its_failures_are_counted_and_hurt_nobody(
        self, slot: ModelSlot[Engine], live: Contender[Engine], other: Contender[Engine]
    ) -> None:
        other.engine.fails_with = ModelDied("SIGSEGV")
        assert self.show(slot) == "live"
        wait_until(lambda: other.record.died is not None)

        assert slot.verdict(other) == "its process is gone: SIGSEGV"
        assert slot.verdict(live) is None

    def test_a_picture_of_no_camera_is_not_shown_to_it(
        self, slot: ModelSlot[Engine], other: Contender[Engine]
    ) -> None:
        slot.ask(Engine.say, agree=lambda *_: [1.0])

        assert other.engine.asked == 0


class TestVerdict:
    def record(self, *, answered: int = 0, failed: int = 0, ms: float = 10) -> Record:
        record = Record()
        for _ in range(failed):
            record.failed(ModelFailed("nonsense"))
        for _ in range(answered):
            record.answered(ms, BOUNDS.latency_ms)
        return record

    def test_a_good_one_goes_on(self) -> None:
        assert self.record(answered=ENOUGH, failed=1).verdict(BOUNDS, watched=True) is None

    def test_three_failures_in_a_row_are_enough_at_any_time(self) -> None:
        said = self.record(failed=IN_A_ROW).verdict(BOUNDS, watched=False)

        assert said == f"it failed {IN_A_ROW} times in a row: nonsense"

    def test_too_many_failures_are_counted_while_it_is_watched(self) -> None:
        record = self.record(answered=ENOUGH, failed=4)

        assert record.verdict(BOUNDS, watched=True) == f"it failed 4 of {ENOUGH + 4} times: nonsense"
        assert record.verdict(BOUNDS, watched=False) is None

    def test_one_that_is_slow_is_told_so_while_it_is_watched(self) -> None:
        record = self.record(answered=ENOUGH, ms=BOUNDS.latency_ms + 1)

        assert "took longer than 100 ms" in str(record.verdict(BOUNDS, watched=True))
        assert record.verdict(BOUNDS, watched=False) is None

    def test_a_slow_answer_now_and_then_is_none_too_many(self) -> None:
        record = self.record(answered=99)
        record.answered(5000, BOUNDS.latency_ms)

        assert record.verdict(BOUNDS, watched=True) is None

    def test_of_a_few_answers_no_rate_is_told(self) -> None:
        record = self.record(failed=2)
        record.answered(5000, BOUNDS.latency_ms)

        assert record.verdict(BOUNDS, watched=True) is None
