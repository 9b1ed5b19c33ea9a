"""torchvision beside a torch that its compiled operators do not fit.

PyPI's torchvision is built for CUDA: beside a CPU torch its library does not load, and `import torchvision` dies
because the operators that it decorates do not exist. ultralytics imports torchvision, for its NMS alone. So where the
library does not load, the two operators are declared here, and NMS gets ultralytics' own implementation.
"""

import importlib.util
from pathlib import Path
from typing import Any

import torch

_declared: list[torch.library.Library] = []  # a library that is collected takes its operators along


def provide_torchvision_ops() -> None:
    """Make `import torchvision` and its NMS work in this process; does nothing where torchvision fits."""
    if _declared or _library_loads():
        return
    library = torch.library.Library("torchvision", "DEF")
    library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _declared.append(library)

    import torchvision

    torchvision.ops.nms = _nms


def _library_loads() -> bool:
    spec = importlib.util.find_spec("torchvision")
    if spec is None or spec.origin is None:
        return True  # nothing to mend: whoever imports it gets the plain error
    for name in ("_C.so", "_C_stable.so"):
        library = Path(spec.origin).with_name(name)
        if library.exists():
            try:
                torch.ops.load_library(library)
            except OSError:
                return False
    return hasattr(torch.ops.torchvision, "nms")


def _nms(boxes: Any, scores: Any, iou_threshold: float) -> Any:
    from ultralytics.utils.nms import TorchNMS

    return TorchNMS.nms(boxes, scores, iou_threshold)
