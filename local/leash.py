"""Start a program so that it never outlives whoever started it; standard library only.

    python -I -S leash.py [--new-user-namespace | --user UID:GID] [--tree] PARENT SIGNAL -- PROGRAM ...

PARENT is the pid of the starter. When it dies, by whatever means, the program gets SIGNAL from the kernel.
Without `--tree` the leash turns into the program (one process, the same pid). With `--tree` it stays, adopts
every orphan among the program's descendants, and ends them all when the program ends, when the starter dies,
or on SIGTERM: Ray's HAProxy and workers survive a Ray that was killed, and this is who finds them.
"""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
CLONE_NEWUSER = 0x10000000
GRACE_S = 4.0
USER_IN_NAMESPACE = 1000


def _libc_call(name: str, *arguments: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) != 0:
        raise OSError(ctypes.get_errno(), f"{name}: {os.strerror(ctypes.get_errno())}")


def become_subreaper() -> None:
    """Adopt this process's orphaned descendants (Linux); elsewhere nothing happens."""
    if sys.platform == "linux":
        _libc_call("prctl", PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _follow_parent(parent: int, death_signal: int) -> None:
    if sys.platform == "linux":
        _libc_call("prctl", PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:  # it died before we could ask to be told
        sys.exit(f"leash: the process {parent} that started this one is gone")


def _enter_user_namespace() -> None:
    """Be user 1000 in a namespace of our own; files stay the real user's, and no privilege is left."""
    uid, gid = os.geteuid(), os.getegid()
    _libc_call("unshare", CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{USER_IN_NAMESPACE} {uid} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{USER_IN_NAMESPACE} {gid} 1", encoding="ascii")


def _drop_to(user: str) -> None:
    uid, gid = (int(part) for part in user.split(":"))
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def parents() -> dict[int, int]:
    """Every process of the machine with its parent's pid (Linux; elsewhere empty)."""
    found = {}
    for entry in Path("/proc").iterdir() if sys.platform == "linux" else ():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:  # it ended while we looked
                continue
            state, ppid = stat.rpartition(")")[2].split()[:2]
            if state != "Z":
                found[int(entry.name)] = int(ppid)
    return found


def descendants(root: int) -> list[int]:
    """Living processes below `root`, nearest first, without `root` itself."""
    children: dict[int, list[int]] = {}
    for pid, parent in parents().items():
        children.setdefault(parent, []).append(pid)

    def below(level: list[int]) -> Iterator[int]:
        while level:
            level = [child for pid in level for child in children.get(pid, [])]
            yield from level

    return list(below([root]))


def signal_all(pids: list[int], number: int) -> None:
    """Send a signal to each; one that is gone is fine."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def _reap() -> dict[int, int]:
    """Collect ended children; pid to exit code."""
    ended: dict[int, int] = {}
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        ended[pid] = os.waitstatus_to_exitcode(status)


def end_descendants(grace_s: float = GRACE_S) -> None:
    """SIGTERM to every process below this one, SIGKILL to whatever is left after `grace_s` seconds."""
    deadline = time.monotonic() + grace_s
    signal_all(descendants(os.getpid()), signal.SIGTERM)
    while (left := descendants(os.getpid())) and time.monotonic() < deadline:
        _reap()
        time.sleep(0.02)
    while left:
        signal_all(left, signal.SIGKILL)
        time.sleep(0.02)
        _reap()
        left = descendants(os.getpid())


def _hold(program: list[str], parent: int) -> int:
    """Run the program and end its whole tree with it; returns its exit code."""
    become_subreaper()
    told: list[int] = []

    def on_signal(number: int, _: FrameType | None) -> None:
        told.append(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, on_signal)
    _follow_parent(parent, signal.SIGTERM)
    leash, child = os.getpid(), os.fork()
    if child == 0:
        _follow_parent(leash, signal.SIGTERM)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        os.execvp(program[0], program)  # noqa: S606
    code = None
    while code is None and not told:
        time.sleep(0.1)
        code = _reap().get(child)
    end_descendants()
    return 0 if code is None else code if code >= 0 else 128 - code


def main(arguments: list[str]) -> int:
    """Read the command line and become, or hold, the program."""
    options, program = arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]
    parent, death_signal = int(options[-2]), int(options[-1])
    # A namespace or another user first: both make the kernel forget the death signal.
    if "--new-user-namespace" in options:
        _enter_user_namespace()
    if "--user" in options:
        _drop_to(options[options.index("--user") + 1])
    if "--tree" in options:
        return _hold(program, parent)
    _follow_parent(parent, death_signal)
    os.execvp(program[0], program)  # noqa: S606


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
