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
from dataclasses import asdict, replace
from statistics import median
from typing import Any

import ray

from coaching.coach import Coach, Writer
from coaching.prompts import Brief, Task, task_of
from coaching.weights import OWN_MODELS, SMOLLM2
from deployments import coach_host
from deployments.coach_writer import ServedWriter
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


STEADY = replace(
    TASK,
    schema={
        "type": "object",
        "properties": {"text": {"type": "string", "minLength": 2000}},
        "required": ["text"],
    },
    max_tokens=64,
)
"""An answer that has no room to end: it takes as many steps whatever is written. What is sampled depends on what is
written beside it, and so would the length of an answer that may end."""


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


def served() -> ServedWriter:
    """The `coach` application of a running system, asked as the web API asks it."""
    ray.init(address=os.environ["RAY_ADDRESS"], log_to_driver=False)
    return ServedWriter()


async def tokens(writer: Writer) -> int:
    """How many tokens one answer has."""
    written = "".join([piece async for piece in writer.write(STEADY)])
    assert len(written) > STEADY.max_tokens / 2, written
    return STEADY.max_tokens


async def first(writer: Writer) -> float:
    """Seconds to the first piece of an answer; the rest is called off."""
    began = time.perf_counter()
    async with aclosing(writer.write(TASK)) as pieces:
        await anext(pieces)
        return time.perf_counter() - began


async def rounds(writer: Writer) -> dict[str, float]:
    """Time to the first token, one answer at a time; tokens a second, with several at once."""
    firsts = [await first(writer) for _ in range(ALONE)]
    began = time.perf_counter()
    written = sum(await asyncio.gather(*(tokens(writer) for _ in range(TOGETHER))))
    return {"first_s": median(firsts), "tokens_per_s": written / (time.perf_counter() - began)}


async def scores(writer: Writer) -> dict[str, Any]:
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
    writer: Writer = Bare() if sys.argv[1] == "bare" else served()
    await first(writer)  # the first one warms up
    print(json.dumps({"ready": True}), file=out, flush=True)
    while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
        answer = await (rounds(writer) if line == "rounds" else scores(writer))
        print(json.dumps(answer), file=out, flush=True)


if __name__ == "__main__":
    asyncio.run(main())
