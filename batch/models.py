"""Which models a run looks and listens with: files by name, as the settings would name them, or registered ones."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

from db import models
from db.models import Model
from db.pool import Connection
from deployments import artifacts
from deployments.apart import ApartDetector, ApartEar, ApartPose
from deployments.confinement import limits_for_answers
from deployments.model_kind import Kind
from deployments.pose import load as load_pose
from deployments.reference_set import PoseModel, examine_detector, examine_ear, examine_pose
from hearing.classifier import SoundClassifier, SoundEngine
from hearing.weights import OWN_WEIGHTS as OWN_EARS
from hearing.weights import ear
from pawsight.models import BUILT_IN_NAME, MODEL_TYPES, ModelType
from pawsight.objects import ObjectStore
from pawsight.settings import Settings
from vision.detection import DetectionEngine
from vision.engines.loading import load_engine
from vision.weights import DOGPOSE, OWN_MODELS, OWN_WEIGHTS

E = TypeVar("E")

Chosen = str | Model | None
"""A file of one of our folders, a registered model, or None: what the settings name."""


class ModelUnknown(Exception):
    """There is no such model, or none of that type; the message says which."""


@dataclass(frozen=True, slots=True)
class Models:
    """What is chosen for each type."""

    detector: Chosen = None
    pose: Chosen = None
    sound: Chosen = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """Models that are ready to be asked, by one thread."""

    detector: DetectionEngine
    pose: PoseModel
    ear: SoundClassifier


async def choose(conn: Connection, named: dict[str, str]) -> Models:
    """Look up what a run's row names, by type: a file, NAME@VERSION, or `built-in@built-in`.

    Raises:
        ModelUnknown: nothing is registered under that name, or no model is of that type.
    """
    chosen: dict[str, Chosen] = {}
    for model_type, name in named.items():
        if model_type not in MODEL_TYPES:
            raise ModelUnknown(f"no model is of the type {model_type}: {', '.join(MODEL_TYPES)}")
        if name == BUILT_IN_NAME:
            continue
        chosen[model_type] = name
        if "@" in name:
            bare, _, version = name.rpartition("@")
            found = await models.find(conn, model_type, bare, version)
            if found is None:
                raise ModelUnknown(f"there is no {model_type} {name}")
            chosen[model_type] = found
    return Models(**chosen)


def load(chosen: Models, config: Settings, objects: ObjectStore, threads: int) -> Loaded:
    """Load what is chosen: nothing takes the place of a model whose answers are wanted. Blocks.

    A registered one runs in a process of its own, as it does when it answers live cameras. Threads: of each inference.

    Raises:
        ModelLoadError, SoundModelError, ValueError: a file does not load.
        ModelError: a registered one does not open, or does not pass.
    """
    folders = [] if config.model_dir is None else [config.model_dir]
    fetched = {
        one.name: asyncio.run(artifacts.fetch(model, objects, config.data_dir))
        for one in fields(Models)
        if isinstance(model := getattr(chosen, one.name), Model)
    }
    limits = limits_for_answers(config.model_memory_bytes)

    def loaded(model_type: ModelType, kind: Kind[E], built_in: Callable[[str | None], E]) -> E:
        model: Chosen = getattr(chosen, model_type)
        if isinstance(model, Model):
            return kind.open(model, fetched[model_type], limits).engine
        return built_in(model)

    detectors = Kind[DetectionEngine](
        "detector",
        ApartDetector,
        examine_detector,
        search=(OWN_MODELS,),
        confidence=config.detector_confidence,
        threads=threads,
        yields=True,
    )
    poses = Kind[PoseModel]("pose", ApartPose, examine_pose, threads=threads, yields=True)
    ears = Kind[SoundEngine]("sound", ApartEar, examine_ear, threads=threads, yields=True)
    return Loaded(
        loaded(
            "detector",
            detectors,
            lambda name: load_engine(
                name or config.detector,
                search=[*folders, OWN_MODELS, OWN_WEIGHTS],
                threads=threads,
                confidence=config.detector_confidence,
            ),
        ),
        loaded(
            "pose", poses, lambda name: _pose(name or DOGPOSE, [*folders, OWN_MODELS, OWN_WEIGHTS], threads)
        ),
        SoundClassifier(
            loaded(
                "sound",
                ears,
                lambda name: (
                    SoundClassifier.load(
                        ear(name or config.sound_model, [*folders, OWN_EARS]), threads=threads
                    ).engine
                ),
            )
        ),
    )


def _pose(name: str, folders: list[Path], threads: int) -> PoseModel:
    pose, status = load_pose(name, folders, threads)
    if pose is None:
        raise ValueError(status.reason)
    return pose
