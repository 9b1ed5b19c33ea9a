"""Where a camera's actor is found. Apart from the actor itself, which loads all that a camera needs."""

from typing import Final
from uuid import UUID

import ray
from ray.actor import ActorHandle

NAMESPACE: Final = "pawsight"


def actor_name(camera_id: UUID) -> str:
    """Name of a camera's actor in the namespace of the system."""
    return f"camera:{camera_id}"


def find_actor(camera_id: UUID) -> ActorHandle | None:
    """The actor of a camera, or None. Asks the cluster's store: call it in a thread."""
    try:
        return ray.get_actor(actor_name(camera_id), namespace=NAMESPACE)
    except ValueError:
        return None
