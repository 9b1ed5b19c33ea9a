"""One evaluation, from its order to its row: the set, both models, and the transaction that ends the job.

The lease is renewed while it goes on. Whoever loses it, since somebody cancelled the job, stops and stores nothing.
"""

import asyncio
import contextlib
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self
from uuid import UUID

import structlog
from redis.asyncio import Redis

from db import doomed_objects, jobs, model_evaluations, models
from db.errors import ConstraintViolated
from db.jobs import Job
from db.pool import Database
from deployments import artifacts, job_news
from deployments.archive_set import Archive, ArchiveSet, Gathering
from deployments.confinement import limits_for_answers
from deployments.evaluation import Evaluated, evaluate
from deployments.evaluation_set import LabelledSet, SampleSet, SetInvalid
from deployments.footage import work_folder
from deployments.lease import JobLease, LeaseLost
from deployments.model_errors import ModelError, ModelRefused
from deployments.model_process import ModelProcess, Opening
from hearing.errors import SoundModelError
from hearing.weights import OWN_WEIGHTS as OWN_EARS
from hearing.weights import ear
from pawsight.models import BUILT_IN_NAME, ModelType
from pawsight.objects import ObjectStore, ObjectStoreUnavailable
from pawsight.recordings import key_of, s3_uri
from pawsight.settings import Settings
from vision.weights import DOGPOSE, OWN_MODELS, OWN_WEIGHTS

log = structlog.get_logger()

LEASE_S: Final = 10.0
GATHERED: Final = 0.2
LOADED: Final = 0.25
"""How far a job is, 0..1, when what was recorded is fetched, and when both models are loaded."""
UPLOAD_TAKES: Final = timedelta(minutes=10)
FAILED: Final = "EVALUATION_FAILED"


@dataclass(frozen=True, slots=True)
class EvaluationOrder:
    """What is to be evaluated. baseline_id: None: the model that the settings name.

    set_key: of the ZIP file in S3; archive: what was recorded, instead. One of them is None.
    """

    type: ModelType
    model_id: UUID
    baseline_id: UUID | None
    set_key: str | None = None
    archive: Archive | None = None

    def as_json(self) -> dict[str, Any]:
        """As the job has it."""
        return {
            "type": self.type,
            "modelId": str(self.model_id),
            "baselineId": str(self.baseline_id) if self.baseline_id else None,
            "setKey": self.set_key,
            "archive": self.archive.as_json() if self.archive else None,
        }

    @classmethod
    def of(cls, job: Job) -> Self:
        """Out of the job."""
        told = job.input
        baseline = UUID(told["baselineId"]) if told["baselineId"] else None
        # An order of an older version has no archive.
        archive = Archive.of(told["archive"]) if told.get("archive") else None
        return cls(told["type"], UUID(told["modelId"]), baseline, told["setKey"], archive)


class EvaluationJob:
    """Makes the evaluation of one claimed job."""

    def __init__(
        self, job: Job, config: Settings, database: Database, objects: ObjectStore, redis: Redis
    ) -> None:
        self._job = job
        self._order = EvaluationOrder.of(job)
        self._config = config
        self._database = database
        self._objects = objects
        self._redis = redis
        self._lease = JobLease(job, database, redis, LEASE_S, progress=0.0)
        self._log = log.bind(job=str(job.id), attempt=job.attempt)

    async def run(self) -> None:
        """Evaluate, or note why that can't be done.

        Raises:
            DatabaseError: the database is away; another attempt may have more luck.
        """
        try:
            ended = await self._lease.see_through(self._make())
            await job_news.tell(self._redis, ended)
        except LeaseLost:
            self._log.info("nothing stored: the lease is lost")
        except (SetInvalid, ModelError, ObjectStoreUnavailable, OSError) as error:
            await self._fail(str(error))
        except ConstraintViolated:
            await self._fail("the model was deleted meanwhile")

    async def _make(self) -> Job:
        """The job, as it ended."""
        with tempfile.TemporaryDirectory(
            dir=work_folder(self._config.data_dir), ignore_cleanup_errors=True
        ) as name:
            openings = [await self._opening(one) for one in (self._order.model_id, self._order.baseline_id)]
            with contextlib.closing(await self._set(Path(name))) as samples:
                done = await asyncio.to_thread(self._evaluate, samples, openings)
            sheet = await self._upload(done, Path(name))
        async with self._database.transaction() as conn:
            ended = await jobs.complete(
                conn, self._job.id, self._job.attempt, {"evaluationId": str(self._job.id)}
            )
            if ended is None:
                raise LeaseLost
            await model_evaluations.insert(
                conn,
                self._job.user_id,
                self._job.id,
                model_id=self._order.model_id,
                baseline_id=self._order.baseline_id,
                report={"type": self._order.type, **done.report},
                sheet=sheet[0] if sheet else None,
            )
            if sheet is not None and not await doomed_objects.spare(conn, [sheet[0]], sheet[1]):
                raise ObjectStoreUnavailable("the media storage took too long")
        return ended

    async def _set(self, folder: Path) -> LabelledSet | ArchiveSet:
        if self._order.archive is not None:
            gathering = Gathering(
                self._job.user_id,
                self._order.archive,
                folder,
                config=self._config,
                database=self._database,
                objects=self._objects,
            )
            return await gathering.gather(self._order.type, self._lease.step(0.0, GATHERED))
        path = folder / "set.zip"
        assert self._order.set_key is not None
        await self._objects.get_file(self._order.set_key, path)
        return await asyncio.to_thread(LabelledSet, path)

    async def _opening(self, model_id: UUID | None) -> tuple[str, Opening]:
        """A model's name and how it is opened."""
        config, model_type = self._config, self._order.type
        if model_id is None:
            name, path = BUILT_IN_NAME, _built_in(model_type, config)
        else:
            async with self._database.connection() as conn:
                model = await models.get(conn, model_id)
            if model is None:
                raise ModelRefused("the model was deleted meanwhile")
            name, path = model.full_name, await artifacts.fetch(model, self._objects, config.data_dir)
        opening = Opening(
            model_type,
            path,
            limits_for_answers(config.model_memory_bytes),
            threads=config.detector_threads,
            # AP wants the unsure boxes too; whoever uses the model sees the surer ones.
            confidence=min(0.05, config.detector_confidence),
            search=(OWN_MODELS,),
            yields=True,
        )
        return name, opening

    def _evaluate(self, samples: SampleSet, openings: list[tuple[str, Opening]]) -> Evaluated:
        opened: list[tuple[str, ModelProcess]] = []
        load, look = self._lease.step(self._lease.progress, LOADED), self._lease.step(LOADED, 1.0)
        try:
            for name, opening in openings:
                opened.append((name, ModelProcess.open(opening)))
                load(len(opened) / len(openings))
            return evaluate(self._order.type, opened, samples, look)
        finally:
            for _, process in opened:
                process.close()

    async def _upload(self, done: Evaluated, folder: Path) -> tuple[str, datetime] | None:
        """Store the sheet; its URI, and when it is deleted unless it is spared."""
        if done.sheet is None:
            return None
        key = f"evaluations/{self._job.id}/{self._job.attempt}.jpg"
        uri, doomed_at = s3_uri(self._config.s3_bucket, key), datetime.now(UTC) + UPLOAD_TAKES
        async with self._database.connection() as conn:
            await doomed_objects.doom_unless_spared(conn, [uri], doomed_at)
        path = folder / "sheet.jpg"
        await asyncio.to_thread(path.write_bytes, done.sheet)
        await self._objects.put_file(key, path, "image/jpeg")
        assert key_of(uri) == key
        return uri, doomed_at

    async def _fail(self, why: str) -> None:
        async with self._database.transaction() as conn:
            job = await jobs.fail(conn, self._job.id, self._job.attempt, FAILED, why[:500])
        if job is not None:
            self._log.warning("no evaluation", why=why)
            await job_news.tell(self._redis, job)


def _built_in(model_type: ModelType, config: Settings) -> Path:
    """The file of the model that the settings name.

    Raises:
        ModelRefused: it is nowhere.
    """
    given = [config.model_dir] if config.model_dir is not None else []
    if model_type == "sound":
        try:
            return ear(config.sound_model, [*given, OWN_EARS])
        except SoundModelError as error:
            raise ModelRefused(str(error)) from error
    name, folders = (
        (config.detector, [*given, OWN_MODELS])
        if model_type == "detector"
        else (DOGPOSE, [*given, OWN_WEIGHTS])
    )
    found = next((folder / name for folder in folders if (folder / name).exists()), None)
    if found is None:
        raise ModelRefused(f"{name}, which the settings name, is in none of our folders")
    return found
