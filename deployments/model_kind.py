"""How registered models of a type become engines."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from db.models import Model
from deployments.confinement import Limits
from deployments.model_process import ModelProcess, Opening
from deployments.model_slot import Contender
from pawsight.models import ModelType

E = TypeVar("E")


@dataclass(frozen=True)
class Kind(Generic[E]):
    """How models of a type are opened and examined.

    wrap: an engine around a process. examine: milliseconds an input takes, raising ModelRefused. yields: see `Opening`.
    """

    type: ModelType
    wrap: Callable[[ModelProcess, str], E]
    examine: Callable[[E], float]
    search: tuple[Path, ...] = ()
    confidence: float = 0.35
    threads: int = 0
    niceness: int = 0
    yields: bool = False

    def open(self, model: Model, path: Path, limits: Limits) -> Contender[E]:
        """Open a model in a process of its own and examine it. Blocking.

        Call it in a thread as polite as the model is to be: its process inherits that.

        Raises:
            ModelRefused: it does not open, or does not pass.
        """
        process = ModelProcess.open(
            Opening(
                self.type,
                path,
                limits,
                threads=self.threads,
                confidence=self.confidence,
                search=self.search,
                yields=self.yields,
            )
        )
        try:
            engine = self.wrap(process, model.full_name)
            ms = self.examine(engine)
        except BaseException:
            process.close()
            raise
        return Contender(engine, model.id, model.full_name, process, ms)
