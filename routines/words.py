"""What a routine tells people: a day in plain words, counted and not thought out."""

from datetime import date

from pawsight.daily_metrics import METRICS, DayMetrics


def day_in_words(day: date, metrics: DayMetrics | None) -> str:
    """What a day came to; None: nothing was counted on it."""
    when = f"{day:%A, %d %B}"
    if metrics is None or not any(getattr(metrics, name) for name in METRICS):
        return f"{when}: nothing was seen or heard."
    moves = _listed(
        ("sat", metrics.sit_count),
        ("stood up", metrics.stand_count),
        ("lay down", metrics.lie_count),
        ("fetched", metrics.fetch_count),
    )
    sounds = _listed(("barked", metrics.barks), ("howled", metrics.howls), ("whined", metrics.whines))
    sentences = [
        f"{_minutes(metrics.time_in_frame_min)} in the picture",
        f"{_minutes(metrics.calm_minutes)} calm" if metrics.calm_minutes else "",
        moves,
        sounds or "not a sound",
        f"treats: {metrics.treats_dispensed}" if metrics.treats_dispensed else "",
    ]
    told = ". ".join(one[:1].upper() + one[1:] for one in sentences if one)
    return f"{when}. {told}."


def _listed(*counts: tuple[str, int]) -> str:
    parts = [f"{what} {_times(count)}" for what, count in counts if count]
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"
