"""What is there now and what happened: cameras, events, clips, snapshots, news."""

from datetime import datetime
from typing import Final

from tests.pictures.made_up import DOG, GARDEN, LIVING_ROOM, NAMES, Answers, at, new_id
from tests.pictures.scene import dog_box


def me() -> Answers:
    return {
        "userId": new_id(9),
        "email": "owner@localhost",
        "role": "owner",
        "scopes": ["admin", "models", "read", "write"],
    }


def camera(camera: str, width: int, height: int) -> Answers:
    is_garden = camera == GARDEN
    source = {"kind": "url", "url": "rtsp://192.168.1.21:554/stream1"} if is_garden else {"kind": "push"}
    recording = {"state": "recording", "reason": None, "detail": None, "since": at(hours=6), "until": None}
    status = {
        **{"state": "live", "reason": None, "fps": 15.0, "analysedFps": 5.0, "skipped": 0, "still": 0},
        **{
            "analysis": None,
            "width": width,
            "height": height,
            "viewers": 1,
            "spooledEvents": 0,
            "since": at(hours=6),
        },
        "recording": {**recording, "waiting": 0, "dropped": 0},
        "hearing": {"state": "listening", "reason": None, "skipped": 0},
    }
    named = {"id": camera, "name": NAMES[camera], "source": source, "enabled": True, "recording": True}
    return {**named, "status": status, "createdAt": at(days=40)}


def frame(seq: int, captured: datetime) -> Answers:
    """The `frame` message of the picture that is live."""
    box = dog_box(DOG)
    x, y, w, h = (box[side] for side in ("x", "y", "w", "h"))
    return {
        **{"type": "frame", "cameraId": LIVING_ROOM, "seq": seq, "latencyMs": 80.0, "keypoints": []},
        "captureTs": captured.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "detections": [
            {"class": "dog", "confidence": 0.93, "box": {"x": x, "y": y, "w": w, "h": h}, "trackId": 3}
        ],
        "objects": [
            {
                "class": "couch",
                "confidence": 0.81,
                "box": {"x": 0.58, "y": 0.34, "w": 0.41, "h": 0.39},
                "trackId": None,
            }
        ],
        "actions": [{"label": "stand", "probability": 0.87, "trackId": 3, "source": "trained"}],
    }


def readiness() -> Answers:
    fine = {"ok": True, "reason": None}
    coach = {"ok": True, "state": "ready", "model": "SmolLM2-135M-Instruct", "reason": None, "restarts": 0}
    detector = {**fine, "model": "nanodet.onnx", "fellBackFrom": None}
    pose = {**fine, "model": "dogpose.onnx", "fellBackFrom": None}
    checks = {"database": fine, "redis": fine, "s3": fine, "detector": detector, "pose": pose, "coach": coach}
    return {"status": "ready", "checks": checks}


STORY: Final = (
    *(("stand", 0.4, 0.87, None), ("enter_zone", 1, 0.93, None), ("enter_frame", 1.2, 0.91, None)),
    *(("leave_frame", 14, 0.84, None), ("lie", 33, 0.71, 17 * 60), ("calm", 34, 0.88, 15 * 60)),
    *(("sit", 52, 0.58, 40), ("bark", 64, 0.91, 6), ("bark", 66, 0.62, 3), ("play_bow", 81, 0.66, 4)),
    *(
        ("fetch_success", 84, 0.83, None),
        ("fetch", 85, 0.77, 22),
        ("run", 86, 0.9, 14),
        ("treat", 97, None, None),
    ),
    *(("sit", 98, 0.94, 11), ("drink", 121, 0.69, 18), ("whine", 166, 0.49, 5), ("mark", 190, None, None)),
)
"""Type, how many minutes ago, how sure, and for how many seconds."""


def events() -> list[Answers]:
    return [event(number, *one) for number, one in enumerate(STORY)]


def event(number: int, kind: str, minutes: float, sure: float | None, seconds: float | None) -> Answers:
    data: Answers = {"cameraId": GARDEN if 80 < minutes < 90 else LIVING_ROOM, "trackId": 3}
    if sure is not None:
        data["confidence"] = sure
    if seconds is not None:
        data |= {"durationMs": round(seconds * 1000), "endTs": at(minutes=minutes, seconds=-seconds)}
    if kind == "enter_zone":
        data["zoneName"] = "Couch"
    return {
        "id": new_id(100 + number),
        "ts": at(minutes=minutes),
        "type": kind,
        "data": data,
        "videoTsMs": None,
    }


def correction(event: Answers, label: str | None = None) -> Answers:
    about = {
        "eventId": event["id"],
        "cameraId": event["data"]["cameraId"],
        "ts": event["ts"],
        "said": event["type"],
    }
    judged = {"label": label or event["type"], "confirmed": label is None, "box": None, "pictureUrl": None}
    return {"id": new_id(200 + int(event["id"][-3:])), **about, **judged, "createdAt": at(minutes=10)}


RECORDED_AT: Final = at(minutes=51, seconds=58)
"""Two seconds after the dog sat down."""


def recordings() -> Answers:
    """Two minutes of film from then on, which nobody has to seek in, and what is missing."""
    film = {"url": "/media/Living room/9/segment.mp4", "sizeBytes": 240_000, "durationMs": 120_000}
    segment = {
        "id": new_id(800),
        "startTs": RECORDED_AT,
        "endTs": at(minutes=49, seconds=58),
        **film,
    }
    gap = {"startTs": at(minutes=41), "endTs": at(minutes=36), "reason": "source_away", "detail": None}
    return {"segments": [segment], "gaps": [gap], "nextFrom": None}


def clip(number: int) -> Answers:
    minutes = (64, 85, 190, 1500, 1530, 2950, 4400)[number]
    path = f"/media/{'Garden' if number in (1, 4) else 'Living room'}/{number}"
    made = {"durationMs": (30, 12, 30, 30, 45, 30, 20)[number] * 1000, "sizeBytes": 4_200_000, "leftOut": []}
    urls = {name: f"{path}/{name}.jpg" for name in ("previewUrl", "posterUrl", "animationUrl")}
    return {
        **{"id": new_id(300 + number), "cameraId": GARDEN if number in (1, 4) else LIVING_ROOM},
        **{"startTs": at(minutes=minutes), **made, "labels": ["fetch"] if number == 1 else []},
        **{"note": "Three in a row!" if number == 1 else None, "url": f"{path}/clip.mp4"},
        **{"downloadUrl": f"{path}/clip.mp4", **urls, "width": 1280, "height": 720, "reencoded": "nothing"},
        **{
            "shared": number == 1,
            "sharedUntil": at(days=-6) if number == 1 else None,
            "createdAt": at(minutes=minutes - 1),
        },
    }


def snapshot(number: int) -> Answers:
    minutes = (30, 97, 1420, 1515, 2890, 4380)[number]
    path = f"/media/{'Garden' if number % 3 == 1 else 'Living room'}/{number + 20}/picture.jpg"
    urls = {"url": path, "downloadUrl": path, "previewUrl": path, "width": 1280, "height": 720}
    return {
        **{
            "id": new_id(400 + number),
            "cameraId": GARDEN if number % 3 == 1 else LIVING_ROOM,
            "ts": at(minutes=minutes),
        },
        **{"labels": [], "note": None, **urls, "sizeBytes": 240_000, "shared": False, "sharedUntil": None},
        "createdAt": at(minutes=minutes),
    }


def notifications() -> list[Answers]:
    told = (
        ("warning", "RECORDING_GAP", "Garden is not recorded: the camera is away", 41, False),
        ("info", "ROUTINE", "Time for a walk", 92, False),
        ("info", "ROUTINE", "The picture of noon is in the gallery", 272, True),
    )
    return [
        {
            **{"id": new_id(500 + number), "level": level, "code": code, "text": text, "cameraId": GARDEN},
            **{"createdAt": at(minutes=minutes), "readAt": at(minutes=minutes - 5) if read else None},
        }
        for number, (level, code, text, minutes, read) in enumerate(told)
    ]
