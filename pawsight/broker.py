"""The connection to Valkey or Redis."""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff

from pawsight.settings import Settings


def connect_redis(settings: Settings) -> Redis:
    """A client that never waits long: whoever uses Redis here has a plan for when it is away."""
    assert settings.redis_url is not None, "PAWSIGHT_REDIS_URL is set by the launcher or the operator"
    return Redis.from_url(
        settings.redis_url,
        socket_connect_timeout=1,
        socket_timeout=2,
        health_check_interval=15,
        retry=Retry(ExponentialBackoff(cap=0.2, base=0.02), 1),
    )
