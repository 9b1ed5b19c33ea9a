"""The small model in a real engine: it starts, writes what the schema wants, and is known to be dead at once."""

import asyncio
import json
import os
from collections.abc import AsyncGenerator

import psutil
import pytest

from coaching import weights
from coaching.errors import EngineAway
from coaching.prompts import Brief, task_of
from deployments.coach_engine import EngineOptions, EngineProcess

pytestmark = pytest.mark.timeout(900)  # a busy machine imports vLLM for minutes

START_TIMEOUT_S = 600
NICENESS = 5
TASK = task_of(Brief("sit", "Give a treat the moment your dog sits, and praise it warmly."), 0)


async def _written(engine: EngineProcess) -> str:
    return "".join([piece async for piece in engine.write(TASK)])


async def _rest_of(pieces: AsyncGenerator[str, None]) -> None:
    async for _ in pieces:
        pass


async def test_the_small_model_writes_and_is_missed_at_once_when_it_is_killed() -> None:
    folder = weights.find(weights.SMOLLM2, [weights.OWN_MODELS])
    assert folder is not None, "the set-up makes it: local/coach_weights.py"
    engine = EngineProcess(EngineOptions(model=str(folder), local=True, niceness=NICENESS, cores=1))
    await engine.start(START_TIMEOUT_S)
    try:
        texts = await asyncio.gather(_written(engine), _written(engine))
        for text in texts:
            written = json.loads(text)["text"]
            assert "treat" in written.lower()

        assert engine.pid is not None
        host = psutil.Process(engine.pid)
        family = [host, *host.children(recursive=True)]
        assert host.nice() == min(os.nice(0) + NICENESS, 19)
        pieces = engine.write(TASK)
        await anext(pieces)
        host.children()[-1].kill()

        with pytest.raises(EngineAway):
            await asyncio.wait_for(_rest_of(pieces), 30)
        assert engine.dead.is_set()
        _, alive = await asyncio.to_thread(psutil.wait_procs, family, 10)
        assert [one for one in alive if one.status() != psutil.STATUS_ZOMBIE] == []
    finally:
        engine.kill()
