"""`python -m tests.load.coach_writer bare | served`: an engine that is asked the same, with and without Serve.

Each line on standard input is a wish (`rounds`, or `harness`); each is answered with one line of JSON. `bare` is vLLM's
engine in a process of ours; `served` joins a running Ray (RAY_ADDRESS) and asks the `coach` application.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import asdict
from statistics import median
from typing import Any

from coaching.coach import Coach
from coaching.prompts import Brief, Task, task_of
from coaching.weights import OWN_MODELS, SMOLLM2
from deployments import coach_host
from deployments.priority import lower_with_session
from pawsight.settings import Settings
from tests.coach import harness
from vision.engines.torchvision_ops import provide_torchvision_ops

if __name__ in ("__main__", "__mp_main__"):
    provide_torchvision_ops()

ALONE, TOGETHER = 6, 4
NICENESS = 19
TASK = task_of(
    Brief(
        "Quiet earns more than barking",
        "Say nothing while your dog barks; praise and treat as soon as it has been quiet for a moment. Then let the "
        "quiet moment grow before you pay for it.",
        facts=["17 barks (29 in the same time before)", "6 sits", "142 minutes in the picture"],
    ),
    0,
)


class Bare:
    """vLLM's engine with nothing around it."""

    def __init__(self) -> None:
        lower_with_session(NICENESS)
        options: dict[str, Any] = {
            "model": str(OWN_MODELS / SMOLLM2),
            "local": True,
            "cores": 1,
            "share": Settings().coach_share,
        }
        options |= {"maxModelLen": 1536, "atOnce": 4, "cacheBytes": 128_000_000, "gpuShare": 0.4}
        os.environ.update(coach_host.environment(options))
        self._engine = coach_host.start_engine(options)
        self._number = 0

    async def write(self, task: Task) -> AsyncGenerator[str, None]:
        self._number += 1
        request = {
            "id": self._number,
            "messages": task.messages,
            "schema": task.schema,
            "maxTokens": task.max_tokens,
            "temperature": task.temperature,
            "seed": task.seed,
        }
        async for output in coach_host.written(self._engine, request):
            yield output.outputs[0].text


class Served:
    """The `coach` application of a running system."""

    def __init__(self) -> None:
        import ray
        from ray import serve

        ray.init(address=os.environ["RAY_ADDRESS"], log_to_driver=False)
        self._handle = serve.get_app_handle("coach").options(stream=True)

    async def write(self, task: Task) -> AsyncGenerator[str, None]:
        async for piece in self._handle.write.remote(task):
            yield piece


async def letters(writer: Bare | Served) -> int:
    """How many letters one answer has; pieces differ in size."""
    return sum([len(piece) async for piece in writer.write(TASK)])


async def first(writer: Bare | Served) -> float:
    """Seconds to the first piece of an answer; the rest is called off."""
    began = time.perf_counter()
    async with aclosing(writer.write(TASK)) as pieces:
        await anext(pieces)
        return time.perf_counter() - began


async def rounds(writer: Bare | Served) -> dict[str, float]:
    """Time to the first token, one answer at a time; letters a second, with several at once."""
    firsts = [await first(writer) for _ in range(ALONE)]
    began = time.perf_counter()
    written = sum(await asyncio.gather(*(letters(writer) for _ in range(TOGETHER))))
    return {"first_s": median(firsts), "letters_per_s": written / (time.perf_counter() - began)}


async def scores(writer: Bare | Served) -> dict[str, Any]:
    """The harness on the rules and on the model."""
    told: dict[str, Any] = {}
    for name, coach in (("rules", Coach(None, 1)), ("model", Coach(writer, 120))):
        for part in (harness.scenarios, harness.grounding, harness.injections):
            told[f"{name} {part.__name__}"] = asdict(await part(coach))
    return told


async def main() -> None:
    """Answer wishes until there are no more."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    writer: Bare | Served = Bare() if sys.argv[1] == "bare" else Served()
    await first(writer)  # the first one warms up
    print(json.dumps({"ready": True}), file=out, flush=True)
    while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
        answer = await (rounds(writer) if line == "rounds" else scores(writer))
        print(json.dumps(answer), file=out, flush=True)


if __name__ == "__main__":
    asyncio.run(main())
