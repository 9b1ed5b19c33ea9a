"""The coach's model as others see it: asked through Serve, and known to be away before anybody waits for it."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Final

from ray.exceptions import RayError
from ray.serve.exceptions import RayServeException

from coaching.errors import CoachError, EngineAway
from coaching.prompts import Task
from deployments.applications import application
from deployments.coach import CoachStatus

STATUS_TIMEOUT_S: Final = 0.4
"""A replica that does not say in this time how it is has no answer either: the rules still have half a second."""


class ServedWriter:
    """The `coach` application."""

    async def write(self, task: Task) -> AsyncGenerator[str, None]:
        """Pieces of JSON that fits the task's schema, as they are written.

        Raises:
            EngineAway: no engine is ready, or its application is away.
            PoorAnswer: the engine could not make this one.
        """
        state = await status()
        if state.state != "ready":
            raise EngineAway(state.reason or state.state)
        pieces = (await application("coach")).options(stream=True).write.remote(task)
        ended = False
        try:
            async for piece in pieces:
                yield piece
            ended = True
        except CoachError:
            ended = True
            raise
        except (RayError, RayServeException) as error:
            ended = True
            raise EngineAway(f"the coach is away: {type(error).__name__}") from error
        finally:
            if not ended:
                pieces.cancel()


async def status() -> CoachStatus:
    """How the engine is; one that can't be asked has failed."""
    try:
        async with asyncio.timeout(STATUS_TIMEOUT_S):
            answer: CoachStatus = await (await application("coach")).status.remote()
    except TimeoutError:
        return CoachStatus("failed", reason=f"no answer in {STATUS_TIMEOUT_S} s")
    except (RayError, RayServeException) as error:
        return CoachStatus("failed", reason=type(error).__name__)
    return answer
