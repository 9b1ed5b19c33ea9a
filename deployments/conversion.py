"""Weights that no engine runs, to ONNX: by a program of `training/`, which knows our networks, in a confined process.

It is asked as a program and not called: it opens somebody's file, with torch.
"""

import json
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Final

import structlog

from deployments.confinement import PROJECT, Limits, environment, without_network
from deployments.model_errors import ModelRefused
from pawsight.models import ModelType

log = structlog.get_logger()

PROGRAM: Final = "training.conversion"
WITHIN_S: Final = 180.0
REFUSED: Final = 3
"""Its exit code where the file is none that it can take."""
TAIL: Final = 2000


class CannotIsolate(ModelRefused):
    """This machine can't run it without a network, so nobody opens such a file here."""


def convert(model_type: ModelType, source: Path, target: Path, limits: Limits) -> None:
    """Write `source` (`.safetensors` or `.pt`) as ONNX to `target`. Blocking.

    Raises:
        CannotIsolate: this machine can't confine whoever opens it.
        ModelRefused: it is none of our networks, or took more than its limits.
    """
    apart = without_network()
    if apart is None:
        raise CannotIsolate(
            "this machine lets nobody open it apart from its network (no user namespaces): export it to ONNX yourself"
        )
    if not (PROJECT / "training").is_dir():
        raise ModelRefused("this installation has no training/, which knows our networks: export it to ONNX")
    with tempfile.TemporaryDirectory(prefix="pawsight-convert-", ignore_cleanup_errors=True) as home:
        with (Path(home) / "said").open("wb") as said:
            process = subprocess.Popen(
                [
                    *(*apart, sys.executable, "-P", "-m", PROGRAM),
                    *(model_type, str(source), str(target), json.dumps(asdict(limits))),
                ],
                cwd=PROJECT,
                env=environment(Path(home)),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
            try:
                code = process.wait(WITHIN_S)
            except subprocess.TimeoutExpired:
                raise ModelRefused("it took too long to convert") from None
            finally:
                process.kill()
                process.wait()
        words = (Path(home) / "said").read_bytes()[-TAIL:].decode("utf-8", "replace").strip()
    if code == REFUSED:
        raise ModelRefused(words.splitlines()[-1] if words else "it does not say why")
    if code != 0 or not target.is_file():
        log.warning("not converted", code=code, said=words)
        ended = signal.Signals(-code).name if code < 0 else f"code {code}"
        raise ModelRefused(f"converting it ended its process: {ended}")
