"""`python -m deployments.coach_host OPTIONS`: vLLM's engine in a process of its own, asked line by line.

A replica that imported vLLM itself would be deaf for seconds, a gigabyte larger, and dead when a library of it
crashes. OPTIONS is JSON, as `EngineOptions` has it. On standard input and output each line is a JSON object:

    in   {"id": 1, "messages": [{"role", "content"}], "schema": {...}, "maxTokens": 120, "temperature": 0.3, "seed": 1}
         {"id": 1, "cancel": true}
    out  {"ready": true}                          once
         {"id": 1, "text": "more of the answer"}  as it is written, sentence by sentence or so
         {"id": 1, "end": "stop" | "length"}      the last of an answer, or
         {"id": 1, "error": "why there is none"}

It ends when its input does, and takes the processes that vLLM started along.
"""

import asyncio
import ctypes
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from deployments.priority import lower_with_session
from vision.engines.torchvision_ops import provide_torchvision_ops

LONGEST_LINE: Final = 1_000_000
PR_SET_PDEATHSIG: Final = 1

WHOLE: Final = frozenset('.!?:;"\n')
LONGEST_PIECE: Final = 16
"""Tokens. A piece is told when a sentence may be whole: the coach waits for those, and each piece has a long way."""


def follow_parent() -> None:
    """Be killed when the process that started this one dies; on Linux, elsewhere nothing happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


if __name__ in ("__main__", "__mp_main__"):
    # Processes that vLLM spawns run this too: that is what the second name is. And before any imports transformers.
    follow_parent()
    provide_torchvision_ops()


def main() -> None:
    """Take over standard output, be polite, and serve until the input ends."""
    options: dict[str, Any] = json.loads(sys.argv[1])
    if os.getpgid(0) != os.getpid():
        os.setsid()  # what is ended at the end is ours alone
    lower_with_session(options["niceness"])
    # vLLM and its workers talk to standard output too: theirs goes where errors go.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    os.environ.update(environment(options))
    try:
        asyncio.run(_serve(options, out))
    finally:
        # All of this session: the engine's processes, however they fare.
        os.killpg(os.getpgid(0), signal.SIGKILL)


def environment(options: Mapping[str, Any]) -> dict[str, str]:
    """What vLLM is told by variables: no telemetry, no look at a hub for a model that lies here, so many threads."""
    told = {
        "VLLM_NO_USAGE_STATS": "1",
        "VLLM_DO_NOT_TRACK": "1",
        "VLLM_LOGGING_LEVEL": "ERROR",
        "TOKENIZERS_PARALLELISM": "false",
        # The model works in the engine's process: on a CPU each process more costs 400 MB and half a start.
        "VLLM_ENABLE_V1_MULTIPROCESSING": "0",
        "PAWSIGHT_COACH_SHARE_OF_TIME": str(options["share"]),  # see coach_pace.py
    }
    if options["local"]:
        told |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    if options["cores"]:
        # Not bound to cores: those that live video leaves free are not always the same.
        told |= {"VLLM_CPU_OMP_THREADS_BIND": "nobind", "OMP_NUM_THREADS": str(options["cores"])}
    return told


def start_engine(options: Mapping[str, Any]) -> Any:
    """The engine, loaded. Blocking, for most of a minute on a small machine.

    Raises:
        Exception: whatever the libraries raise.
    """
    from vllm.engine.arg_utils import AsyncEngineArgs
    from vllm.platforms import current_platform
    from vllm.v1.engine.async_llm import AsyncLLM

    on_cpu = current_platform.is_cpu()
    paced = on_cpu and options["share"] < 1
    if on_cpu:
        _import_model(options["model"])
    arguments = AsyncEngineArgs(
        model=options["model"],
        # Without AVX-512 half precision crawls on a CPU.
        dtype="float32" if on_cpu else "auto",
        max_model_len=options["maxModelLen"],
        max_num_seqs=options["atOnce"],
        # No compiler at the start, which would take minutes of both cores.
        enforce_eager=on_cpu,
        distributed_executor_backend="uni",
        kv_cache_memory_bytes=options["cacheBytes"] if on_cpu else None,
        gpu_memory_utilization=options["gpuShare"],
        enable_prefix_caching=True,
        scheduler_cls="deployments.coach_pace.PacedScheduler" if paced else None,
        disable_log_stats=True,
        seed=0,
    )
    return AsyncLLM.from_engine_args(arguments)


def _import_model(folder: str) -> None:
    """Import the model's class here, before vLLM looks at it.

    Else it does so in a Python of its own, which takes 20 s more, and has no mended torchvision.
    """
    from vllm.model_executor.models.registry import ModelRegistry

    config = Path(folder, "config.json")
    if not config.exists():
        return
    for architecture in json.loads(config.read_text("utf-8")).get("architectures", []):
        known = ModelRegistry.models.get(architecture)
        if known is not None:
            ModelRegistry.register_model(architecture, known.load_model_cls())


async def _serve(options: Mapping[str, Any], out: IO[str]) -> None:
    engine = start_engine(options)

    def tell(**line: Any) -> None:
        out.write(json.dumps(line) + "\n")
        out.flush()

    tell(ready=True)
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    answers: dict[int, asyncio.Task[None]] = {}
    dying = asyncio.create_task(_until_dead(engine))
    while not dying.done():
        line = asyncio.create_task(reader.readline())
        await asyncio.wait({line, dying}, return_when=asyncio.FIRST_COMPLETED)
        if not line.done() or not line.result():
            return
        request = json.loads(line.result())
        number: int = request["id"]
        if request.get("cancel"):
            if number in answers:
                answers[number].cancel()
            continue
        answer = answers[number] = asyncio.create_task(_answer(engine, request, tell))
        answer.add_done_callback(partial(_forget, answers, number))


def _forget(answers: dict[int, asyncio.Task[None]], number: int, _: asyncio.Task[None]) -> None:
    del answers[number]


async def _until_dead(engine: Any) -> None:
    while not engine.errored:  # noqa: ASYNC110 - vLLM has no event for it
        await asyncio.sleep(0.2)


async def _answer(engine: Any, request: dict[str, Any], tell: Callable[..., None]) -> None:
    number = request["id"]
    try:
        end, piece, tokens, is_first = None, "", 0, True
        async for output in written(engine, request):
            piece += output.outputs[0].text
            tokens += len(output.outputs[0].token_ids)
            end = output.outputs[0].finish_reason
            if is_first or end or tokens >= LONGEST_PIECE or not WHOLE.isdisjoint(output.outputs[0].text):
                tell(id=number, text=piece)
                piece, tokens, is_first = "", 0, False
        tell(id=number, end=end or "stop")
    except asyncio.CancelledError:
        tell(id=number, error="cancelled")
    except Exception as error:  # noqa: BLE001 - one answer fails, the next may not
        if not engine.errored:  # else this process ends, which tells everybody
            tell(id=number, error=f"{type(error).__name__}: {error}"[:500])


def written(engine: Any, request: Mapping[str, Any]) -> AsyncGenerator[Any, None]:
    """vLLM's outputs for a request as `_serve` reads it, each with the text that is new."""
    from vllm.sampling_params import RequestOutputKind, SamplingParams, StructuredOutputsParams

    prompt = engine.get_tokenizer().apply_chat_template(
        request["messages"], add_generation_prompt=True, tokenize=False
    )
    sampling = SamplingParams(
        max_tokens=request["maxTokens"],
        temperature=request["temperature"],
        repetition_penalty=1.1,
        seed=request["seed"],
        output_kind=RequestOutputKind.DELTA,
        structured_outputs=StructuredOutputsParams(json=request["schema"], disable_any_whitespace=True),
    )
    outputs: AsyncGenerator[Any, None] = engine.generate(prompt, sampling, request_id=str(request["id"]))
    return outputs


if __name__ == "__main__":
    main()
