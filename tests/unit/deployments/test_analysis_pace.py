"""Cameras that share a model: simulated, second by second."""

import heapq
import statistics

import pytest

from deployments.analysis_pace import IN_TIME, AnalysisPace

SERVICE_S = 0.1


def shared(cameras: int, *, seconds: float, service_s: float = SERVICE_S) -> tuple[list[int], list[float]]:
    """Cameras ask one model, which answers one after the other: answers per camera and their latencies, both of the
    second half.
    """
    paces = [AnalysisPace() for _ in range(cameras)]
    asks = [(0.001 * camera, camera) for camera in range(cameras)]
    counts, latencies, free_at = [0] * cameras, [], 0.0
    while asks[0][0] < seconds:
        asked_at, camera = heapq.heappop(asks)
        free_at = max(free_at, asked_at) + service_s
        if asked_at > seconds / 2:
            counts[camera] += 1
            latencies.append(free_at - asked_at)
        paces[camera].answered(free_at - asked_at, service_s)
        heapq.heappush(asks, (free_at + paces[camera].rest_s, camera))
    return counts, latencies


def test_one_camera_never_rests() -> None:
    counts, _ = shared(1, seconds=60)

    assert counts[0] == pytest.approx(30 / SERVICE_S, abs=1)


@pytest.mark.parametrize("cameras", [2, 5, 10, 20])
def test_all_cameras_get_about_the_same_and_the_model_is_kept_busy(cameras: int) -> None:
    counts, _ = shared(cameras, seconds=600)

    assert max(counts) / min(counts) < 1.3
    assert sum(counts) > 0.8 * 300 / SERVICE_S


@pytest.mark.parametrize("cameras", [5, 10, 20])
def test_the_queue_stays_short(cameras: int) -> None:
    _, latencies = shared(cameras, seconds=600)

    assert statistics.median(latencies) < 2 * IN_TIME * SERVICE_S


def test_a_slow_model_is_kept_busy_too() -> None:
    counts, _ = shared(3, seconds=600, service_s=5.0)

    assert sum(counts) >= 50
    assert max(counts) - min(counts) <= 2
