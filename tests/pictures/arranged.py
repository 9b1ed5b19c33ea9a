"""What the owner arranged: models, routines, receivers, a robot, tokens; and the coach."""

from typing import Final

from tests.pictures.made_up import CLIP, GARDEN, NAMES, ROBOT, RUN, ZONE, Answers, at, new_id

LIVE_MODELS: Final = tuple((kind, "built-in@built-in") for kind in ("detector", "pose", "sound"))


def slot(kind: str, live: str, shadow: str | None = None, previous: str | None = None) -> Answers:
    replica = {"id": "a1", "answering": live, "answers": 48_210, "failures": 0, "p95Ms": 96.4}
    agreement = {"agreement": 0.91, "inputs": 1_824, "failures": 0, "liveMs": 88.0, "shadowMs": 71.0}
    return {
        **{
            "type": kind,
            "live": live,
            "previous": previous,
            "candidate": shadow,
            "role": "shadow" if shadow else None,
        },
        **{"share": None, "fps": 2.0 if shadow else None, "watchedUntil": None},
        **{"agreement": agreement if shadow else None, "replicas": [replica]},
    }


def model(name: str, version: str, status: str) -> Answers:
    side = {"name": "input", "dtype": "float32", "shape": [1, 3, 416, 416]}
    card = {
        **{"description": "NanoDet, trained further on 412 corrections", "licence": "Apache-2.0"},
        **{
            "data": "Corrections of this home up to October 2025",
            "scores": [{"name": "mAP", "value": 0.62, "on": "held out"}],
        },
    }
    return {
        **{
            "id": new_id(600 + int(version)),
            "type": "detector",
            "name": name,
            "version": version,
            "status": status,
        },
        **{
            "format": "onnx",
            "sha256": "3f" * 32,
            "sizeBytes": 5_900_000,
            "card": card,
            "convertedFrom": None,
        },
        **{"signature": {"inputs": [side], "outputs": [side]}, "createdAt": at(days=3)},
    }


def change(action: str, model: str, days: float) -> Answers:
    what = {
        "action": action,
        "type": "detector",
        "model": model,
        "insteadOf": None,
        "reason": None,
        "detail": {},
    }
    return {"id": new_id(650 + int(days)), **what, "byUser": new_id(9), "createdAt": at(days=days)}


def webhook(number: int, error: str | None) -> Answers:
    url = f"https://hooks.example.org/pawsight/{number}"
    tried = {"enabled": True, "lastTriedAt": at(minutes=41), "lastError": error}
    return {"id": new_id(number), "url": url, **tried, "createdAt": at(days=12)}


def robot() -> Answers:
    amount = {"type": "integer", "minimum": 1, "maximum": 3, "required": False, "choices": None, "unit": None}
    treat = {"name": "treat", "about": "Gives treats", "parameters": {"count": amount}}
    named = {"id": ROBOT, "name": "Treat robot", "status": "offline", "lastSeenAt": at(hours=3)}
    return {**named, "capabilities": [treat], "createdAt": at(days=20)}


CHANGES: Final = (
    *(("added", "sit", 19.0, 0.4), ("moved", "lie", 15.5, 1.0), ("gone", "sit", 12.2, 1.0)),
    *(("added", "lie", 9.1, 0.1), ("gone", "sit", 6.4, 1.1), ("added", "bark", 4.0, None)),
)
"""What a run tells otherwise: how, which type, hours before its end, and how often was looked live."""


def run_change(number: int, how: str, kind: str, hours: float, live_fps: float | None) -> Answers:
    ts = at(days=8, hours=hours)
    return {
        **{
            "change": how,
            "type": kind,
            "ts": ts,
            "eventId": None if how == "added" else new_id(160 + number),
        },
        **{"wasTs": at(days=8, hours=hours, seconds=4) if how == "moved" else None, "confidence": 0.81},
        **{"pictureTs": ts, "liveFps": live_fps, "pictureUrl": f"/media/Garden/{number}/change.jpg"},
    }


def run() -> Answers:
    counts = {
        kind: {"kept": kept, "moved": 2, "added": 5, "gone": 3} for kind, kept in (("sit", 41), ("lie", 22))
    }
    report = {"segments": 1_440, "leftOut": [], "frames": 86_400, "seconds": 5_212.0, "counts": counts}
    changes = [run_change(number, *one) for number, one in enumerate(CHANGES)]
    return {
        **{"id": RUN, "cameraId": GARDEN, "from": at(days=9), "to": at(days=8), "fps": 1.0, "dryRun": False},
        **{
            "models": {"detector": "garden@2"},
            "status": "done",
            "progress": 1.0,
        },
        **{"segments": 1_440, "lookedAt": 1_440, "report": {**report, "changes": changes, "moreChanges": 0}},
        **{"shown": False, "error": None, "createdAt": at(days=2), "finishedAt": at(days=1.9)},
    }


def templates() -> list[Answers]:
    walk = {"type": "notify", "text": "Time for a walk"}
    told = {"type": "notify", "text": "The picture of noon is in the gallery"}
    noon = [{"type": "snapshot", "cameraId": None}, told]
    return [
        {
            "key": "walk",
            "name": "Time for a walk",
            "about": "Reminds you each morning and evening.",
            "cron": "0 7,18 * * *",
            "steps": [walk],
        },
        {
            "key": "noon",
            "name": "How is she doing?",
            "about": "Keeps a picture at noon on weekdays, and tells you that it is there.",
            "cron": "0 12 * * MON-FRI",
            "steps": noon,
        },
        {
            "key": "day",
            "name": "The day in short",
            "about": "Tells you each evening what the day came to.",
            "cron": "0 21 * * *",
            "steps": [{"type": "summary", "day": "today"}],
        },
    ]


def routines() -> list[Answers]:
    coming = ((-1.47, -22.47), (-19.47, -43.47), (-4.47, -28.47))
    last = {
        "startedAt": at(hours=9),
        "finishedAt": at(hours=9),
        "error": None,
        "manual": False,
        "stepCount": 1,
    }
    return [
        {
            **{"id": new_id(700 + number), "name": one["name"], "cron": one["cron"], "steps": one["steps"]},
            **{"enabled": number != 2, "missed": "skip", "timeZone": ZONE, "createdAt": at(days=30)},
            "nextRuns": [] if number == 2 else [at(hours=ago) for ago in coming[number]],
            "lastRun": None
            if number == 1
            else {
                **{
                    "id": new_id(710 + number),
                    "routineId": new_id(700 + number),
                    "scheduledFor": at(hours=9),
                },
                **{"status": "complete", **last, "steps": []},
            },
        }
        for number, one in enumerate(templates())
    ]


def disk() -> Answers:
    return {"freeBytes": 182_000_000_000, "totalBytes": 512_000_000_000}


def retention() -> Answers:
    return {"days": 7.0, "cameraBytes": 10_000_000_000}


def stored(camera: str, gigabytes: float) -> Answers:
    kept = {"clipBytes": 96_000_000, "snapshotBytes": 1_900_000, "since": at(days=7), "until": at(seconds=4)}
    return {"cameraId": camera, "name": NAMES[camera], "recordedBytes": round(gigabytes * 1e9), **kept}


def token(number: int, name: str, scopes: list[str], used_days: float | None) -> Answers:
    used = None if used_days is None else at(days=used_days)
    return {
        "id": new_id(number),
        "name": name,
        "scopes": scopes,
        "createdAt": at(days=21),
        "lastUsedAt": used,
        "expiresAt": None,
    }


def reference() -> Answers:
    return {
        **{"id": "bark-quiet", "title": "Quiet earns more than barking"},
        "source": "Yin, How to Behave So Your Dog Behaves (2010)",
    }


def tip() -> Answers:
    tip = "Say nothing while she barks; praise and treat as soon as it has been quiet for a moment."
    return {"tip": tip, "confidence": 0.6, "references": [reference()], "source": "rules"}


def summary() -> Answers:
    return {
        "summary": "In 3 hours before the camera your dog sat 10 times and barked 24 times.",
        "wins": ["10 sits, 2 more than in the same time before.", "She brought it back 4 of 5 times."],
        "setbacks": ["24 barks, most of them between 13:00 and 14:00."],
        "suggestions": ["Say nothing while she barks; praise and treat as soon as it is quiet."],
        "highlightClips": [CLIP],
        **{"confidence": 0.6, "references": [reference()], "source": "rules"},
    }
