"""What a home of two cameras and one dog has come to in a few weeks, as the API would tell it; and a new home.

Made up, the same each time. `recorded.py` holds each answer against the API's own schema.
"""

from tests.pictures.arranged import (
    LIVE_MODELS,
    change,
    disk,
    model,
    retention,
    robot,
    routines,
    run,
    slot,
    stored,
    summary,
    templates,
    tip,
    token,
    webhook,
)
from tests.pictures.counted import (
    FOUR_WEEKS,
    activity,
    days,
    heatmap,
    precision,
    source,
    total,
    training,
    week,
)
from tests.pictures.happened import (
    camera,
    clip,
    correction,
    events,
    me,
    notifications,
    readiness,
    recordings,
    snapshot,
)
from tests.pictures.made_up import CLIP, GARDEN, LIVING_ROOM, ZONE, Answers, at, new_id, page


def new_home() -> Answers:
    """Just set up: nobody added anything, nothing happened."""
    nothing = page([])
    lists = (
        "cameras",
        "events",
        "events/recent",
        "corrections",
        "clips",
        "snapshots",
        "devices",
        "routines",
        "runs",
    )
    more = ("models/changes", "models/evaluations", "notifications", "notifications/webhooks", "models")
    answers: Answers = {f"GET /api/{name}": nothing for name in (*lists, *more, "notifications/push")}
    return {
        **answers,
        "GET /api/auth/me": me(),
        "GET /api/auth/tokens": page([]),
        "GET /api/auth/time-zone": {"timeZone": ZONE},
        "GET /api/analytics/daily": {**FOUR_WEEKS, "items": []},
        "GET /api/analytics/summary": week({}, {}),
        "GET /api/analytics/activity": {
            "from": "2025-09-26",
            "to": "2025-10-23",
            "timeZone": ZONE,
            "items": [],
        },
        "GET /api/analytics/precision": nothing,
        "GET /api/analytics/training": training([]),
        "GET /api/analytics/source": source(),
        "GET /api/models/slots": page([slot(kind, name) for kind, name in LIVE_MODELS]),
        "GET /api/notifications/unread": {"count": 0},
        "GET /api/notifications/push/key": {"publicKey": "B" * 87},
        "GET /api/routines/templates": page(templates()),
        "GET /api/storage": {"cameras": [], "disk": disk(), "retention": retention()},
        "GET /clipper/jobs": nothing,
        "GET /readyz": readiness(),
        "POST /coach/tips": tip(),
        "GET /api/webrtc": {"iceServers": []},
    }


def lived_in() -> Answers:
    """After a few weeks."""
    told, counted = events(), days()
    return {
        **new_home(),
        "GET /api/cameras": page([camera(LIVING_ROOM, 1280, 720), camera(GARDEN, 1280, 720)]),
        "GET /api/events": page(told),
        "GET /api/events/recent": page(told),
        "GET /api/corrections": page([correction(told[3]), correction(told[6], "lie")]),
        "GET /api/cameras/{}/zones": page(
            [
                {
                    "id": new_id(21),
                    "name": "Couch",
                    "polygon": [[0.58, 0.34], [0.99, 0.34], [0.99, 0.72], [0.58, 0.72]],
                },
                {
                    "id": new_id(22),
                    "name": "Bowl",
                    "polygon": [[0.8, 0.82], [0.95, 0.82], [0.97, 0.97], [0.79, 0.97]],
                },
            ]
        ),
        "GET /api/cameras/{}/recordings": recordings(),
        "GET /api/cameras/{}/observations": {"frames": [], "sounds": [], "nextFrom": None},
        f"GET /api/clips/{CLIP}": clip(1),
        "GET /api/clips": page([clip(number) for number in range(7)]),
        "GET /api/snapshots": page([snapshot(number) for number in range(6)]),
        "GET /api/analytics/daily": {**FOUR_WEEKS, "items": counted},
        "GET /api/analytics/summary": week(total(counted[-8:-1]), total(counted[-15:-8])),
        "GET /api/analytics/activity": activity(),
        "GET /api/analytics/heatmap": heatmap(),
        "GET /api/analytics/precision": page([precision("sit", 46, 3), precision("bark", 31, 6)]),
        "GET /api/analytics/training": training([("sit", 24, 19), ("down", 16, 9), ("come", 11, 5)]),
        "GET /api/models": page([model("garden", "2", "shadow"), model("garden", "1", "available")]),
        "GET /api/models/slots": page(
            [
                slot(*LIVE_MODELS[0], shadow="garden@2"),
                slot("pose", "terrier@4", previous="built-in@built-in"),
                slot(*LIVE_MODELS[2]),
            ]
        ),
        "GET /api/models/changes": page(
            [change("shadow_started", "garden@2", 2), change("registered", "garden@2", 3)]
        ),
        "GET /api/notifications": page(notifications()),
        "GET /api/notifications/unread": {"count": 2},
        "GET /api/notifications/webhooks": page([webhook(31, None), webhook(32, "it answered 502")]),
        "GET /api/notifications/push": page(
            [{"id": new_id(33), "service": "fcm.googleapis.com", "createdAt": at(days=9)}]
        ),
        "GET /api/routines": page(routines()),
        "GET /api/devices": page([robot()]),
        "GET /api/runs": page([run()]),
        "GET /api/storage": {
            "cameras": [stored(LIVING_ROOM, 7.4), stored(GARDEN, 5.1)],
            "disk": disk(),
            "retention": retention(),
        },
        "GET /api/auth/tokens": page(
            [
                token(41, "Notebook", ["read", "models"], 2),
                token(42, "Home Assistant", ["read", "write"], None),
            ]
        ),
        "POST /coach/summary": summary(),
    }
