"""What the replicas of a type last said of their models: whoever switches waits for them."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from redis.asyncio import Redis

from pawsight.channels import model_replica_key, model_replicas_key
from pawsight.models import ModelType


@dataclass(frozen=True, slots=True)
class ReplicaNews:
    """One replica. generation: of the slot's row that it follows. answering: the model that answers, None: the one that
    the settings name. ready: loaded and examined, with the milliseconds that an input took. refused: why.

    answers, failures, p95_ms: of the model that answers, since it does.
    """

    replica: str
    generation: int
    answering: UUID | None
    name: str | None
    ready: dict[UUID, float]
    refused: dict[UUID, str]
    answers: int
    failures: int
    p95_ms: float | None


async def replicas(redis: Redis, model_type: ModelType) -> list[ReplicaNews]:
    """Those that said something within the last 5 s.

    Raises:
        RedisError: it is away.
    """
    members = await redis.smembers(model_replicas_key(model_type))
    ids = sorted(one.decode() if isinstance(one, bytes) else one for one in members)
    if not ids:
        return []
    told = await redis.mget([model_replica_key(model_type, one) for one in ids])
    if gone := [one for one, said in zip(ids, told, strict=True) if said is None]:
        await redis.srem(model_replicas_key(model_type), *gone)
    return [_of(one, json.loads(said)) for one, said in zip(ids, told, strict=True) if said is not None]


def _of(replica: str, told: dict[str, Any]) -> ReplicaNews:
    return ReplicaNews(
        replica=replica,
        generation=told["generation"],
        answering=UUID(told["answering"]) if told["answering"] else None,
        name=told["name"],
        ready={UUID(key): ms for key, ms in told["ready"].items()},
        refused={UUID(key): why for key, why in told["refused"].items()},
        answers=told["answers"],
        failures=told["failures"],
        p95_ms=told["p95Ms"],
    )
