"""Serve's REST API: what is deployed, and how far it is."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import yaml

from local.service import ServerError

Config = dict[str, Any]
FAILED = ("DEPLOY_FAILED", "UNHEALTHY")
POLL_S = 0.25


def overlaid(base: Any, overlay: Any) -> Any:
    """The base with the overlay laid over it.

    Mappings merge key by key, where null removes a key; lists of mappings with a `name` merge by name, where
    `absent: true` removes an entry; anything else is replaced.

    Raises:
        ServerError: the overlay names something that the base does not have.
    """
    if isinstance(base, dict) and isinstance(overlay, dict):
        merged = {
            key: value
            for key, value in base.items()
            if overlay.get(key, value) is not None or key not in overlay
        }
        for key, value in overlay.items():
            if value is not None:
                merged[key] = overlaid(base[key], value) if key in base else value
        return merged
    if _named(base) and _named(overlay):
        changes = {entry["name"]: entry for entry in overlay}
        if unknown := changes.keys() - {entry["name"] for entry in base}:
            raise ServerError(
                f"the overlay names {', '.join(sorted(unknown))}, which the configuration lacks"
            )
        return [
            overlaid(entry, change)
            for entry in base
            if not (change := changes.get(entry["name"], {})).get("absent")
        ]
    return overlay


def _named(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) and "name" in entry for entry in value)


def read_config(path: Path, overlay: Path | None) -> Config:
    """The Serve configuration of one place, overlaid with the sizes of another.

    Raises:
        ServerError: a file is missing or is no YAML mapping.
    """
    config = _read(path)
    merged: Config = overlaid(config, _read(overlay)) if overlay is not None else config
    return merged


def _read(path: Path) -> Config:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ServerError(f"{path} can't be read: {error}") from error
    if not isinstance(content, dict):
        raise ServerError(f"{path} is not a mapping")
    return content


class ServeApi:
    """A client of `/api/serve/applications/`, with the cluster's token."""

    def __init__(self, dashboard: str, headers: dict[str, str], tell: Callable[[str], None]) -> None:
        self._url = f"{dashboard}/api/serve/applications/"
        self._headers = headers
        self._tell = tell

    async def deploy(self, config: Config, timeout_s: float) -> None:
        """Put the applications and wait until each is running; tells about each as it gets there.

        Raises:
            ServerError: the configuration was refused, an application failed, or time is up.
        """
        began = time.monotonic()
        async with httpx.AsyncClient(headers=self._headers, timeout=30) as client:
            await self._put(client, config, timeout_s)
            waiting = {application["name"] for application in config["applications"]}
            while waiting:
                found = await self._applications(client)
                for name in sorted(waiting):
                    state = found.get(name, {})
                    if state.get("status") == "RUNNING":
                        waiting.discard(name)
                        self._tell(f"application {name} runs, {time.monotonic() - began:.0f} s")
                    elif state.get("status") in FAILED:
                        raise ServerError(f"application {name} failed: {what_it_says(state)}")
                if waiting and time.monotonic() - began > timeout_s:
                    said = "; ".join(
                        f"{name}: {what_it_says(found.get(name, {}))}" for name in sorted(waiting)
                    )
                    raise ServerError(f"not running after {timeout_s:.0f} s: {said}")
                await asyncio.sleep(POLL_S if waiting else 0)

    async def _put(self, client: httpx.AsyncClient, config: Config, timeout_s: float) -> None:
        """Hand in the configuration; again, as long as there is time, when the dashboard did not answer."""
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                reply = await client.put(self._url, json=config)
            except httpx.TransportError as error:
                if time.monotonic() > deadline:
                    said = str(error) or type(error).__name__
                    raise ServerError(f"Serve takes no configuration: {said}") from error
                await asyncio.sleep(POLL_S)
                continue
            if reply.is_error:
                raise ServerError(f"Serve refuses the configuration: {reply.text[:2000]}")
            return

    async def _applications(self, client: httpx.AsyncClient) -> dict[str, dict[str, Any]]:
        try:
            reply = await client.get(self._url)
            reply.raise_for_status()
            applications: dict[str, dict[str, Any]] = reply.json()["applications"]
        except httpx.HTTPError:  # busy with the deployment itself; the caller's deadline bounds the wait
            return {}
        return applications


def what_it_says(application: dict[str, Any]) -> str:
    """The messages of an application and its deployments, in one text."""
    said = [application.get("message", "")]
    for name, deployment in application.get("deployments", {}).items():
        if deployment.get("status") != "HEALTHY":
            said.append(f"{name} ({deployment.get('status')}): {deployment.get('message', '')}")
    text = "\n".join(part for part in said if part)
    return text or application.get("status", "no answer yet")
