"""Names of the keys and channels in Redis, so that writer and reader agree."""

from uuid import UUID

RECENT_EVENTS = 100


def user_channel(user_id: UUID) -> str:
    """Channel of every WebSocket message for one user."""
    return f"pawsight:user:{user_id}"


def recent_events_key(user_id: UUID) -> str:
    """Sorted set of a user's last events as JSON by their time; read it through the event store alone."""
    return f"pawsight:user:{user_id}:recent"


def camera_status_key(camera_id: UUID) -> str:
    """What a camera's actor last said of itself, as JSON; it expires when the actor is gone."""
    return f"pawsight:camera:{camera_id}:status"


def gap_told_key(camera_id: UUID) -> str:
    """The gap in a camera's recording that its owner was told of, until she was told of its end."""
    return f"pawsight:camera:{camera_id}:gap-told"


CAMERAS_CHANGED = "pawsight:cameras"
"""Channel that wakes the camera supervisor after a camera was added, changed or deleted."""

JOBS_CHANGED = "pawsight:jobs"
"""Channel that wakes the clip supervisor after a job was queued or cancelled."""

DEVICE_WAKE = "pawsight:devices"
"""Channel of the id of a device that there is a command for, or whose connection is to be looked at."""

TOKENS_REVOKED = "pawsight:tokens"
"""Channel of the SHA-256 (hex) of tokens that must be forgotten at once."""


def camera_state_key(camera_id: UUID) -> str:
    """The event state machine of a camera as JSON: a restarted actor goes on where the killed one was."""
    return f"pawsight:camera:{camera_id}:state"


def camera_hearing_key(camera_id: UUID) -> str:
    """The sound state machine of a camera as JSON, kept for the same reason."""
    return f"pawsight:camera:{camera_id}:hearing"


MODELS_CHANGED = "pawsight:models"
"""Channel that wakes the replicas of models after one was switched, begun or ended."""


def model_replicas_key(model_type: str) -> str:
    """Set of the ids of the replicas of a type, of those that are gone too."""
    return f"pawsight:models:{model_type}:replicas"


def model_replica_key(model_type: str, replica: str) -> str:
    """What a replica last said of its models, as JSON; it expires when the replica is gone."""
    return f"pawsight:models:{model_type}:replica:{replica}"
