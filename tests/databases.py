"""A test's own database goes with the test."""

import asyncio

import asyncpg

TRIES = 50


async def drop(server: "asyncpg.Connection[asyncpg.Record]", name: str) -> None:
    """Drop a database, whoever is connected to it.

    The server's own clean-up may be at work in it, under a role that we may not send away: it is soon done.
    """
    for _ in range(TRIES):
        try:
            await server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        except asyncpg.InsufficientPrivilegeError:
            await asyncio.sleep(0.2)
        else:
            return
    raise AssertionError(f"{name} could not be dropped")
