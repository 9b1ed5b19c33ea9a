#!/usr/bin/env python3
"""Stands between Ray Serve and HAProxy, and keeps its statistics and metrics on loopback; standard library only.

Serve writes `bind *:PORT` for both into the configuration and has no setting for the address. It takes this file
for HAProxy (`RAY_SERVE_HAPROXY_BINARY_PATH`); each start and reload passes through here.
"""

import os
import re
import sys
from pathlib import Path

PORTS = ("RAY_SERVE_HAPROXY_STATS_PORT", "RAY_SERVE_HAPROXY_METRICS_PORT")


def on_loopback(configuration: str, ports: list[str]) -> str:
    """The configuration with these ports bound to 127.0.0.1 instead of every interface."""
    any_of = "|".join(map(re.escape, ports))
    return re.sub(rf"(?m)^(\s*bind )\*?:({any_of})$", r"\g<1>127.0.0.1:\g<2>", configuration)


def main(arguments: list[str]) -> None:
    """Rewrite the file that `-f` names into one beside it, then become HAProxy."""
    if "-f" in arguments:
        place = arguments.index("-f") + 1
        source = Path(arguments[place])
        rewritten = source.with_name(f"loopback-{source.name}")
        ports = [os.environ[name] for name in PORTS if name in os.environ]
        rewritten.write_text(on_loopback(source.read_text("utf-8"), ports), "utf-8")
        arguments[place] = str(rewritten)
    program = os.environ["PAWSIGHT_HAPROXY"]
    os.execv(program, [program, *arguments])  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
