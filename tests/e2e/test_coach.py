"""The coach on a whole system whose model is off: the rules answer through Serve, and everything calls itself ready."""

import json

import httpx


async def test_without_a_model_the_system_is_ready_and_the_rules_coach(api: httpx.AsyncClient) -> None:
    ready = (await api.get("/readyz")).json()
    tip = await api.post("/coach/tips", json={"currentAction": "sit", "recentEvents": []})

    assert ready["checks"]["coach"]["state"] == "off"
    assert ready["checks"]["coach"]["ok"] is False
    # Another test may have killed something a moment ago; the coach is never what is missing.
    assert ready["status"] in ("ready", "degraded")
    assert (tip.status_code, tip.json()["source"]) == (200, "rules")


async def test_an_answer_is_streamed_through_the_front_door(api: httpx.AsyncClient) -> None:
    asked = {
        "question": "How was the last hour, and how do I teach a sit?",
        "context": {"events": [], "metrics": {}},
    }
    async with api.stream(
        "POST", "/coach/chat", json=asked, headers={"Accept": "text/event-stream"}
    ) as answer:
        lines = [line async for line in answer.aiter_lines() if line]

    assert lines[0] == "event: sentence"
    assert lines[-2] == "event: answer"
    assert json.loads(lines[-1].removeprefix("data: "))["source"] == "rules"
