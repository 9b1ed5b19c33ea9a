"""Routines that somebody can begin with."""

from dataclasses import dataclass
from typing import Final

from routines.steps import ClipStep, CommandStep, NotifyStep, SnapshotStep, Step, SummaryStep


@dataclass(frozen=True, slots=True)
class Template:
    """A routine to begin with. key: stable; name, about: for people."""

    key: str
    name: str
    about: str
    cron: str
    steps: tuple[Step, ...]


TEMPLATES: Final = (
    Template(
        "walk",
        "Time for a walk",
        "Reminds you each morning and evening.",
        "0 7,18 * * *",
        (NotifyStep(type="notify", text="Time for a walk"),),
    ),
    Template(
        "feed",
        "Feeding time",
        "Reminds you of breakfast and dinner, and keeps a picture of the bowl's corner.",
        "30 7,17 * * *",
        (NotifyStep(type="notify", text="Feeding time"), SnapshotStep(type="snapshot")),
    ),
    Template(
        "noon",
        "How is she doing?",
        "Keeps a picture at noon on weekdays, and tells you that it is there.",
        "0 12 * * MON-FRI",
        (
            SnapshotStep(type="snapshot"),
            NotifyStep(type="notify", text="The picture of noon is in the gallery"),
        ),
    ),
    Template(
        "day",
        "The day in short",
        "Tells you each evening what the day came to.",
        "0 21 * * *",
        (SummaryStep(type="summary", day="today"),),
    ),
    Template(
        "hourly-clip",
        "A clip each hour",
        "Keeps the last half minute of each hour while you are out.",
        "0 9-17 * * MON-FRI",
        (ClipStep(type="clip", seconds=30),),
    ),
    Template(
        "treat",
        "A treat in the afternoon",
        "Has a robot give a treat. Without a robot the run says so.",
        "0 15 * * *",
        (CommandStep(type="command", command="treat"),),
    ),
)
