"""An engine process as its replica sees it; at the other end sits a small program that speaks as the real one does."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from typing import Any

import psutil
import pytest

from coaching.errors import EngineAway, PoorAnswer
from coaching.prompts import Brief, Task, task_of
from deployments import coach
from deployments.coach import Coach
from deployments.coach_engine import EngineFailed, EngineOptions, EngineProcess

HOST = """
import json, subprocess, sys, time
options = json.loads(sys.argv[1])
if options["model"] == "broken":
    sys.exit(3)
if options["model"] == "sleepy":
    time.sleep(60)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
def tell(**line):
    print(json.dumps(line), flush=True)
tell(ready=True)
for line in sys.stdin:
    asked = json.loads(line)
    if asked.get("cancel"):
        tell(id=asked["id"], error="cancelled")
        continue
    wish = asked["messages"][1]["content"]
    if "TOPIC: riddle" in wish:
        print("no json", flush=True)
    elif "TOPIC: hang" in wish:
        tell(id=asked["id"], text="he")
    elif "TOPIC: fail" in wish:
        tell(id=asked["id"], error="no room")
    elif "TOPIC: die" in wish:
        sys.exit(1)
    else:
        for piece in ("go", "od"):
            tell(id=asked["id"], text=piece)
        tell(id=asked["id"], end="stop")
"""
COMMAND = (sys.executable, "-c", HOST)


def task(topic: str) -> Task:
    return task_of(Brief(topic, "Reward it."), 0)


def options(model: str = "any") -> EngineOptions:
    return EngineOptions(model=model, local=True)


async def written(engine: EngineProcess, topic: str) -> str:
    return "".join([piece async for piece in engine.write(task(topic))])


@pytest.fixture
async def engine() -> AsyncIterator[EngineProcess]:
    made = EngineProcess(options(), COMMAND)
    await made.start(30)
    yield made
    made.kill()


async def test_answers_come_in_pieces_and_do_not_mix(engine: EngineProcess) -> None:
    assert (
        await asyncio.gather(*(written(engine, f"topic {number}") for number in range(20))) == ["good"] * 20
    )


async def test_one_answer_that_fails_leaves_the_others_alone(engine: EngineProcess) -> None:
    with pytest.raises(PoorAnswer, match="no room"):
        await written(engine, "fail")

    assert await written(engine, "sit") == "good"


async def test_who_stops_listening_is_forgotten(engine: EngineProcess) -> None:
    pieces = engine.write(task("hang"))
    assert await anext(pieces) == "he"
    await pieces.aclose()

    assert await written(engine, "sit") == "good"


@pytest.mark.parametrize("topic", ["die", "riddle"])
async def test_an_engine_that_dies_is_away_for_all_who_wait(engine: EngineProcess, topic: str) -> None:
    waiting = asyncio.create_task(written(engine, "hang"))
    await asyncio.sleep(0.05)

    with pytest.raises(EngineAway):
        await written(engine, topic)
    with pytest.raises(EngineAway):
        await waiting
    with pytest.raises(EngineAway):
        await written(engine, "sit")


async def test_nothing_that_it_started_outlives_it(engine: EngineProcess) -> None:
    assert engine.pid is not None
    process = psutil.Process(engine.pid)
    family = [process, *process.children(recursive=True)]
    assert len(family) == 2

    process.kill()
    await asyncio.wait_for(engine.dead.wait(), 10)

    _, alive = psutil.wait_procs(family, 10)
    assert [one for one in alive if one.status() != psutil.STATUS_ZOMBIE] == []


@pytest.mark.parametrize("model", ["broken", "sleepy"])
async def test_an_engine_that_does_not_start_says_so(model: str) -> None:
    with pytest.raises(EngineFailed):
        await EngineProcess(options(model), COMMAND).start(5 if model == "broken" else 0.3)


class Replica:
    """The deployment without Serve around it, on engines that start at once."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, model: str | None = "any") -> None:
        async def at_once() -> None:
            return

        monkeypatch.setattr(coach, "_until_others_run", at_once)
        monkeypatch.setattr(coach, "EngineProcess", lambda chosen: EngineProcess(chosen, COMMAND))
        monkeypatch.setattr(coach, "_options", lambda *_: None if model is None else options(model))
        monkeypatch.setattr(coach, "FIRST_PAUSE_S", 0.05)
        monkeypatch.setattr(coach, "LOOK_EVERY_S", 0.05)
        self.coach: Any = Coach.func_or_class()

    async def until(self, state: str, restarts: int = 0) -> None:
        async with asyncio.timeout(20):
            while (self.coach.status().state, self.coach.status().restarts) != (state, restarts):  # noqa: ASYNC110
                await asyncio.sleep(0.02)


async def test_a_replica_answers_that_it_is_not_ready_before_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    replica = Replica(monkeypatch)

    with pytest.raises(EngineAway):
        await anext(replica.coach.write(task("sit")))


async def test_a_killed_engine_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    replica = Replica(monkeypatch)
    await replica.coach.reconfigure({"model": "any"})
    await replica.until("ready")
    os.kill(replica.coach.status().pid, 9)

    await replica.until("ready", restarts=1)

    assert [piece async for piece in replica.coach.write(task("sit"))] == ["go", "od"]
    await replica.coach.reconfigure({"model": "none"})


async def test_an_engine_that_does_not_start_leaves_a_replica_that_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replica = Replica(monkeypatch, "broken")
    monkeypatch.setattr(coach, "FIRST_PAUSE_S", 60)
    await replica.coach.reconfigure({"model": "any"})
    await replica.until("failed")

    assert "ended with 3" in replica.coach.status().reason
    await replica.coach.reconfigure({"model": "none"})


async def test_without_weights_a_replica_waits_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    replica = Replica(monkeypatch, None)
    await replica.coach.reconfigure({"model": "any"})
    async with asyncio.timeout(20):
        while "not there" not in replica.coach.status().reason:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert replica.coach.status().state == "waiting"

    monkeypatch.setattr(coach, "_options", lambda *_: options())
    await replica.until("ready")
    await replica.coach.reconfigure({"model": "none"})
    assert replica.coach.status().state in ("off", "ready")
    await replica.until("off")
