"""The vision application in one replica, for a machine whose cores all its models share anyway (decision 52)."""

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

from ray import serve

from deployments.pose import PoseEstimator
from deployments.vision import Detector, VisionPipeline


class Inside:
    """A deployment's class in this process, asked as its handle is: `await inside.detect.remote(...)`."""

    def __init__(self, deployment: serve.Deployment) -> None:
        self.here: Any = deployment.func_or_class()

    def __getattr__(self, method: str) -> "_Method":
        return _Method(getattr(self.here, method))


class _Method:
    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask

    async def remote(self, *args: Any, **kwargs: Any) -> Any:
        answer = self._ask(*args, **kwargs)
        return await answer if inspect.isawaitable(answer) else answer


@serve.deployment(name="VisionPipeline", max_ongoing_requests=64, max_queued_requests=128, user_config={})
class FusedPipeline(VisionPipeline.func_or_class):  # type: ignore[name-defined,misc]
    """`VisionPipeline` with its models inside."""

    def __init__(self) -> None:
        self._inside = {"detector": Inside(Detector), "pose": Inside(PoseEstimator)}
        super().__init__(**self._inside)

    async def reconfigure(self, user_config: dict[str, Any]) -> None:
        """Each model's own `user_config`, under `detector` and `pose`."""
        await asyncio.gather(
            *(one.here.reconfigure(user_config.get(name, {})) for name, one in self._inside.items())
        )

    def check_health(self) -> None:
        """Let Serve replace a replica that does not follow a live model any more."""
        for one in self._inside.values():
            one.here.check_health()


application = FusedPipeline.bind()
