"""The clipper application as it is deployed: its supervisor watches over batch runs too, which it does not know."""

from batch.watch import watch_runs
from deployments.clipper import ClipSupervisor

application = ClipSupervisor.bind([watch_runs])  # type: ignore[attr-defined]
