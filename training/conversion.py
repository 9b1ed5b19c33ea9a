"""Weights of a network of ours to ONNX, confined: `python -m training.conversion TYPE SOURCE TARGET LIMITS`.

The file has to say which network its weights are of; nothing in it is run. LIMITS: JSON of `deployments.confinement`.
It ends with code 3, and the reason as the last line that it prints, where the file is none that it can take.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from deployments.confinement import Limits, confine
from deployments.priority import lower_with_session

REFUSED: Final = 3
NICENESS: Final = 5
"""Of it and its session: a quarter of a core that others want as well."""
MOST_METADATA: Final = 100_000
ARCHITECTURES: Final = {"pose": "dogpose", "sound": "barks"}
"""What each type's file calls its network."""


class Refused(Exception):
    """A file that can't be taken; the message says why."""


def main() -> int:
    """Convert; the exit code."""
    model_type, source, target, limits = sys.argv[1:]
    lower_with_session(NICENESS)
    confine(Limits(**json.loads(limits)))
    try:
        # Everything that is large is imported under the limit too.
        weights, told = _read(Path(source))
        if told.get("architecture") != ARCHITECTURES[model_type]:
            raise Refused(
                f"it does not say that its architecture is `{ARCHITECTURES[model_type]}`, the one {model_type} "
                "network that we know"
            )
        _WRITERS[model_type](weights, told, Path(target))
    except Refused as error:
        print(f"{error}"[:400].replace("\n", " "))
        return REFUSED
    except MemoryError:
        print("it needs more memory than a model may have")
        return REFUSED
    return 0


def _read(path: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """Tensors by name, and what the file says of them."""
    return _read_safetensors(path) if path.suffix == ".safetensors" else _read_torch(path)


def _read_safetensors(path: Path) -> tuple[dict[str, Any], dict[str, str]]:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as file:
            told = file.metadata() or {}
            weights = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - it is no mapping
    except (SafetensorError, ValueError, OSError) as error:
        raise Refused(f"it is no safetensors file, or a broken one: {error}") from error
    return weights, told


def _read_torch(path: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """`{"architecture": ..., "weights": {...}}`. torch builds tensors and plain values, and refuses all else."""
    import torch

    try:
        kept = torch.load(path, map_location="cpu", weights_only=True)
    except MemoryError:
        raise
    except Exception as error:
        raise Refused(
            "it is no torch file, or one with more than tensors in it, as ultralytics saves them: we run no pickle; "
            "export it to ONNX where you trust it"
        ) from error
    if not isinstance(kept, dict) or not isinstance(kept.get("weights"), dict):
        raise Refused("it has no `weights` beside an `architecture`")
    return kept["weights"], {name: value for name, value in kept.items() if isinstance(value, str)}


def _fill(network: Any, weights: dict[str, Any]) -> None:
    """Raises: Refused: they are not those of this network."""
    try:
        network.load_state_dict(weights)
    except (RuntimeError, TypeError, AttributeError, KeyError) as error:
        raise Refused(f"its weights are not those of this network: {error}") from error
    if not all(bool(value.isfinite().all()) for value in network.state_dict().values()):
        raise Refused("some of its weights are no numbers")


def _pose(weights: dict[str, Any], told: dict[str, str], target: Path) -> None:
    import torch

    from training.network import DogPose
    from training.onnx_file import Disagreement, export
    from training.pose_export import CLOSE_ENOUGH, Servable
    from vision.pose import DESCRIPTION, INPUT, OUTPUTS

    network = DogPose()
    _fill(network, weights)
    description = _description(told)
    size = int(description["size"])
    crops = torch.randint(
        0, 256, (2, size, size, 3), dtype=torch.uint8, generator=torch.Generator().manual_seed(0)
    )
    try:
        export(
            Servable(network),
            crops,
            target,
            input_name=INPUT,
            output_names=OUTPUTS,
            description=(DESCRIPTION, description),
            close_enough=CLOSE_ENOUGH,
        )
    except Disagreement as error:
        raise Refused(f"it does not bear half precision: {error}") from error


def _description(told: dict[str, str]) -> dict[str, Any]:
    """How a pose network is asked and calibrated: what the file says, or as ours is."""
    import onnx

    from vision.pose import DESCRIPTION
    from vision.weights import DOGPOSE, OWN_WEIGHTS

    ours = {entry.key: entry.value for entry in onnx.load(OWN_WEIGHTS / DOGPOSE).metadata_props}
    text = told.get("description", ours[DESCRIPTION])
    try:
        if len(text) > MOST_METADATA:
            raise ValueError("it is too long")
        description: dict[str, Any] = json.loads(text)
        if not 64 <= int(description["size"]) <= 512 or int(description["size"]) % 32:
            raise ValueError("its size is no multiple of 32 between 64 and 512")
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"its `description` can't be read: {error}") from error
    return description


def _sound(weights: dict[str, Any], told: dict[str, str], target: Path) -> None:
    from training.ear import Ear
    from training.sound_export import export

    ear = Ear()
    _fill(ear, weights)
    try:
        temperature = float(told.get("temperature", "1"))
        if not 0.1 <= temperature <= 100:
            raise ValueError("0.1 to 100 are taken")
    except ValueError as error:
        raise Refused(f"its `temperature` can't be read: {error}") from error
    try:
        export(ear, temperature, target)
    except RuntimeError as error:
        raise Refused(f"it does not bear half precision: {error}") from error


_WRITERS: Final[dict[str, Callable[[dict[str, Any], dict[str, str], Path], None]]] = {
    "pose": _pose,
    "sound": _sound,
}


if __name__ == "__main__":
    sys.exit(main())
