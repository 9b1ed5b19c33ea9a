"""The clipper application as it is deployed: its supervisor watches over batch runs too, which it does not know."""

from batch.watch import RunWatch
from deployments.clipper import ClipSupervisor

application = ClipSupervisor.bind([RunWatch])  # type: ignore[attr-defined]
