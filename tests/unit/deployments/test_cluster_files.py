"""The files that an operator hands to Ray, against Ray's own schemas."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from ray.serve.schema import ServeDeploySchema

from local.serve_api import overlaid, read_config
from local.service import ServerError

ROOT = Path(__file__).resolve().parents[3]


def _yaml(name: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / name).read_text())
    return document


def test_cluster_yaml_is_what_rays_launcher_takes() -> None:
    schema = json.loads(files("ray.autoscaler").joinpath("ray-schema.json").read_text())

    jsonschema.validate(_yaml("cluster.yaml"), schema)


def test_cluster_yaml_names_a_cpu_and_a_gpu_node_type() -> None:
    node_types = _yaml("cluster.yaml")["available_node_types"]

    assert node_types["gpu"]["resources"]["GPU"] >= 1
    assert "GPU" not in node_types["cpu"]["resources"]


def test_a_misspelt_key_in_cluster_yaml_is_refused() -> None:
    schema = json.loads(files("ray.autoscaler").joinpath("ray-schema.json").read_text())

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**_yaml("cluster.yaml"), "max_wrokers": 3}, schema)


def test_serve_config_is_what_serve_takes() -> None:
    config = ServeDeploySchema.model_validate(_yaml("serve_config.yaml"))

    assert [application.name for application in config.applications] == [
        "vision",
        "audio",
        "cameras",
        "clipper",
        "coach",
        "web",
    ]


def test_a_laptop_has_the_models_for_pictures_in_one_replica() -> None:
    config = read_config(ROOT / "serve_config.yaml", ROOT / "local" / "laptop.yaml")
    vision = ServeDeploySchema.model_validate(config).applications[0]

    assert vision.import_path == "deployments.fused:application"
    assert [one.name for one in vision.deployments] == ["VisionPipeline"]


def test_an_overlay_of_what_is_not_there_is_refused() -> None:
    with pytest.raises(ServerError, match="Detectors"):
        overlaid([{"name": "Detector"}], [{"name": "Detectors", "absent": True}])


def test_only_the_web_door_has_a_route() -> None:
    routes = {one["name"]: one["route_prefix"] for one in _yaml("serve_config.yaml")["applications"]}

    assert routes.pop("web") == "/"
    assert set(routes.values()) == {None}
