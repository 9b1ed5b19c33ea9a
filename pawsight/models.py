"""The words for models: their types, their formats, what a candidate is there for, and what is done with them."""

from typing import Final, Literal, get_args

ModelType = Literal["detector", "pose", "sound"]
"""The types that have weights to switch. `action` is rules, and `policy` would need a robot."""

MODEL_TYPES: Final[tuple[ModelType, ...]] = get_args(ModelType)

Format = Literal["onnx", "tflite"]

FORMATS: Final[dict[ModelType, tuple[Format, ...]]] = {
    "detector": ("onnx", "tflite"),
    "pose": ("onnx",),
    "sound": ("onnx", "tflite"),
}
"""What an engine of ours runs, by type."""

Role = Literal["switch", "canary", "shadow"]
"""
switch: it is loaded, to be live in a moment. canary: it answers some cameras. shadow: it looks on and says nothing.
"""

Action = Literal[
    "registered",
    "deleted",
    "switched",
    "refused",
    "rolled_back",
    "failed",
    "canary_started",
    "canary_ended",
    "shadow_started",
    "shadow_ended",
]
"""A step that somebody took; `refused` and `failed` are the system's own: before a model was live, and after."""

BUILT_IN: Final = "built-in"
"""Name and version of the model that the settings name: it has no row."""


def full_name(name: str, version: str) -> str:
    """How a model is told: NAME@VERSION."""
    return f"{name}@{version}"


BUILT_IN_NAME: Final = full_name(BUILT_IN, BUILT_IN)
