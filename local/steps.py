"""Steps of the set-up: each is done once, until what it is made of changes; standard library only."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Step:
    """Something that the set-up makes.

    `files` (folders are taken with all below them) and `facts` are what it is made of; `stamp` keeps their digest
    once it is whole, `outputs` are what must then be there.
    """

    title: str
    stamp: Path
    act: Callable[[], None]
    files: Sequence[Path] = ()
    facts: Sequence[str] = field(default_factory=tuple)
    outputs: Sequence[Path] = ()

    def digest(self) -> str:
        """Of everything that the step is made of: names, contents and facts, each with its length."""
        total = hashlib.sha256()

        def add(data: bytes) -> None:
            total.update(len(data).to_bytes(8, "big") + data)

        for fact in self.facts:
            add(fact.encode())
        for path in self.files:
            for one in sorted(path.rglob("*")) if path.is_dir() else [path]:
                if one.is_file() and "__pycache__" not in one.parts:
                    add(str(one.relative_to(path.parent)).encode())
                    add(one.read_bytes())
        return total.hexdigest()

    def is_done(self) -> bool:
        """Whether it was done, to the end, with what it would be made of now."""
        try:
            stamped = self.stamp.read_text("ascii")
        except OSError:
            return False
        return stamped == self.digest() and all(output.exists() for output in self.outputs)

    def do(self) -> None:
        """Act, and only then stamp: what is interrupted is done again."""
        self.stamp.unlink(missing_ok=True)
        digest = self.digest()
        self.act()
        write_whole(self.stamp, digest)


def write_whole(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, "utf-8")
    part.replace(path)


def perform(steps: Sequence[Step]) -> None:
    """Do what is not done yet, one line each: `[2/7] installing 207 packages ... 14.2 s`."""
    for number, step in enumerate(steps, start=1):
        if step.is_done():
            continue
        print(f"[{number}/{len(steps)}] {step.title} ... ", end="", flush=True)
        began = time.monotonic()
        try:
            step.do()
        except BaseException:
            print(flush=True)
            raise
        print(f"{time.monotonic() - began:.1f} s", flush=True)
