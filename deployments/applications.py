"""The applications of the cluster, as each other's callers find them."""

import asyncio

from ray import serve
from ray.serve.handle import DeploymentHandle

_found: dict[str, DeploymentHandle] = {}


async def application(name: str) -> DeploymentHandle:
    """The handle of an application's first deployment.

    Serve asks its controller for it and blocks meanwhile, so that is done once a process, and apart from the event
    loop. A handle outlives what it leads to: while the application is away, questions wait until it is back, so ask
    with a timeout.

    Raises:
        RayServeException: there is no such application (yet).
        RayError: the controller is away.
    """
    if name not in _found:
        _found[name] = await asyncio.to_thread(serve.get_app_handle, name)
    return _found[name]
