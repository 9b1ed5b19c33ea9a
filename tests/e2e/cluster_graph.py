"""`python -m tests.e2e.cluster_graph`: deploys the models as a cluster does, one deployment each, and asks them once.

It joins a running Ray (RAY_ADDRESS), writes what the models say of the demo's picture as JSON, and takes all away.
"""

import json
import os

import ray
from ray import serve

from deployments.pose import PoseEstimator
from deployments.reference_set import DEMO
from deployments.vision import MODELS, Detector, ProcessResult, VisionPipeline

APPLICATION = "vision-of-a-cluster"


def main() -> None:
    """Deploy, ask, delete."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    ray.init(address=os.environ["RAY_ADDRESS"], log_to_driver=False)
    # What else runs has taken the cores that Ray counts.
    free = {"ray_actor_options": {"num_cpus": 0}}
    graph = VisionPipeline.options(**free).bind(
        Detector.options(**free).bind(), PoseEstimator.options(**free).bind()
    )
    handle = serve.run(graph, name=APPLICATION, route_prefix=None)
    try:
        picture = (DEMO / "dog-bicycle-truck.jpg").read_bytes()
        result: ProcessResult = handle.process.remote(picture, list(MODELS), 60.0).result(timeout_s=90)
    finally:
        serve.delete(APPLICATION)
    told = {
        "detections": [one.class_name for one in result.detections],
        "objects": [one.class_name for one in result.objects],
        "points": [[point.name, point.x, point.y] for pose in result.poses for point in pose.keypoints],
        "degraded": [result.degraded, result.pose_degraded],
    }
    print(json.dumps(told), file=out, flush=True)


if __name__ == "__main__":
    main()
