"""What days came to, as the analytics tell it."""

import random
from datetime import timedelta
from typing import Final

from tests.pictures.made_up import LIVING_ROOM, NOW, ZONE, Answers, at

COUNTS: Final = (
    *("sitCount", "standCount", "lieCount", "fetchCount", "fetchSuccessCount", "treatsDispensed"),
    *("timeInFrameMin", "barks", "howls", "whines", "calmMinutes"),
)
FOUR_WEEKS: Final = {"from": "2025-09-26", "to": "2025-10-24", "timeZone": ZONE}
USUAL: Final = (16, 30, 10, 6, 4, 3, 380, 42, 1, 7, 240)


def days() -> list[Answers]:
    """Four weeks up to today, which is not over."""
    chance = random.Random(7)
    days = []
    for ago in range(28, -1, -1):
        part = 0.6 if ago == 0 else 1.0
        figures = {
            name: round(usual * part * chance.uniform(0.6, 1.4))
            for name, usual in zip(COUNTS, USUAL, strict=True)
        }
        date = (NOW - timedelta(days=ago)).date().isoformat()
        days.append({"date": date, "updatedAt": at(minutes=1), **figures})
    return days


def total(days: list[Answers]) -> Answers:
    return {name: sum(day[name] for day in days) for name in COUNTS}


def week(now: Answers, before: Answers) -> Answers:
    totals, totals_before = ({name: one.get(name, 0) for name in COUNTS} for one in (now, before))
    trends = {n: round(totals[n] / totals_before[n] - 1, 3) if totals_before[n] else None for n in COUNTS}
    days = {"days": 7 if now else 0, "daysBefore": 7 if before else 0}
    period = {"from": "2025-10-17", "to": "2025-10-23", "timeZone": ZONE}
    return {**period, **days, "totals": totals, "totalsBefore": totals_before, "trends": trends}


def activity() -> Answers:
    chance = random.Random(3)
    items = []
    for weekday in range(1, 8):
        for hour in range(7, 23):
            busy = 9 if hour in (7, 8, 17, 18, 19) else 3 if weekday < 6 else 6
            events = chance.randint(0, busy * 4)
            items.append(
                {"weekday": weekday, "hour": hour, "days": 4, "events": events, "inFrameMin": events * 1.5}
            )
    return {**FOUR_WEEKS, "items": items}


def heatmap() -> Answers:
    chance = random.Random(5)
    cells = [[0] * 32 for _ in range(18)]
    for middle_x, middle_y, many in ((15, 14, 60), (24, 9, 40), (27, 15, 12)):
        for _ in range(many):
            x, y = round(chance.gauss(middle_x, 1.6)), round(chance.gauss(middle_y, 1.1))
            if 0 <= x < 32 and 0 <= y < 18:
                cells[y][x] += 1
    shape = {"columns": 32, "rows": 18, "cells": cells, "source": "events"}
    return {"day": NOW.date().isoformat(), "timeZone": ZONE, "cameraId": LIVING_ROOM, **shape}


def precision(kind: str, confirmed: int, corrected: int) -> Answers:
    share = round(confirmed / (confirmed + corrected), 3)
    bounds = {"low": round(share - 0.09, 3), "high": min(1.0, round(share + 0.06, 3))}
    return {"type": kind, "confirmed": confirmed, "corrected": corrected, "precision": share, **bounds}


def training(cues: list[tuple[str, int, int]]) -> Answers:
    items = [
        {
            **{"cue": cue, "given": given, "already": 1, "answered": answered, "medianLatencyMs": 2400},
            **{"responseRate": round(answered / given, 3), "low": 0.4, "high": 0.9},
        }
        for cue, given, answered in cues
    ]
    return {**FOUR_WEEKS, "items": items}


def source() -> Answers:
    return {
        "runId": None,
        "counted": True,
        "cameraId": None,
        "from": None,
        "to": None,
        "models": None,
        "since": None,
    }
