"""Everything an operator can set, in one place."""

from functools import lru_cache
from pathlib import Path

from pydantic import Field, IPvAnyAddress, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """All an operator can set, as `PAWSIGHT_<NAME>`. A URL left empty means: run our own server on loopback."""

    model_config = SettingsConfigDict(env_prefix="PAWSIGHT_", env_ignore_empty=True, frozen=True)

    host: str = Field("127.0.0.1", description="address that the web door listens on")
    port: int = Field(8000, ge=0, le=65535, description="port of the web door; 0 takes a free one")
    grpc_port: int = Field(
        9000, ge=0, le=65535, description="port of gRPC, at the same address; 0 takes a free one"
    )
    data_dir: Path = Field(
        Path("data"), description="where the embedded servers and the event spool keep their files"
    )

    database_url: str | None = Field(None, description="PostgreSQL 15 or newer; empty: embedded")
    database_pool_size: int = Field(8, ge=1, description="connections of one process")
    database_acquire_timeout_s: float = Field(2.0, gt=0, description="wait for a free connection before 503")
    database_query_timeout_s: float = Field(5.0, gt=0, description="longest query before 504")
    redis_url: str | None = Field(None, description="Valkey or Redis 7 or newer; empty: embedded")
    s3_endpoint: str | None = Field(None, description="S3 endpoint URL; empty: embedded")
    s3_access_key: SecretStr | None = None
    s3_secret_key: SecretStr | None = None
    s3_bucket: str = "pawsight"
    s3_region: str = "us-east-1"
    s3_public_endpoint: str | None = Field(
        None, description="S3 endpoint URL that browsers can reach; empty: media go through the web door"
    )

    owner_token: SecretStr | None = Field(
        None, description="the owner's token; empty: made at the first start"
    )
    owner_email: str = "owner@pawsight.local"

    model_dir: Path | None = Field(None, description="searched for weights before anything is downloaded")
    detector: str = Field(
        "nanodet.onnx", description="a file name of ours, of model_dir, or an ultralytics model"
    )
    detector_fallback: str = Field("nanodet.onnx", description="taken when `detector` does not load")
    detector_confidence: float = Field(0.35, gt=0, lt=1, description="boxes below it are not reported")
    detector_threads: int = Field(0, ge=0, description="CPU threads of one detector; 0: the engine decides")
    detector_share: float = Field(
        1.0, ge=0.01, le=1, description="share of the time that a detector may work; it rests in between"
    )
    frame_deadline_ms: int = Field(
        2000, gt=0, description="a live frame whose answer takes longer is skipped"
    )
    max_image_bytes: int = Field(10_000_000, gt=0, description="larger images are refused with 413")
    max_image_pixels: int = Field(20_000_000, gt=0, description="larger images are refused with 413")

    sound_model: str | None = Field(
        None, description="a file name of ours or of model_dir; empty: YAMNet if model_dir has it, else ours"
    )
    max_audio_bytes: int = Field(25_000_000, gt=0, description="larger recordings are refused with 413")

    coach_model: str = Field(
        "smollm2-135m-instruct",
        description="a folder of ours or of model_dir, a path, or a name at the hub; none: rules",
    )
    coach_cores: int = Field(1, ge=0, description="CPU threads of one engine; 0: the engine decides")
    coach_share: float = Field(
        0.6, gt=0, le=1, description="of its time that an engine on a CPU computes: rests are live video's"
    )
    coach_deadline_s: float = Field(
        20.0, gt=0, le=300, description="what the model has not written by then, the rules say"
    )

    max_model_bytes: int = Field(200_000_000, gt=0, description="larger models are refused with 413")
    max_evaluation_bytes: int = Field(
        1_000_000_000, gt=0, description="larger labelled sets are refused with 413"
    )
    model_memory_bytes: int = Field(
        4_000_000_000, ge=500_000_000, description="address space of one registered model's process"
    )

    batch_workers: int = Field(1, ge=1, description="processes of one batch run, at most")
    batch_cpus: float = Field(0.5, gt=0, description="of each, as Ray counts them")
    batch_gpus: float = Field(0.0, ge=0, description="of each, as Ray counts them")
    batch_share: float = Field(
        1.0, ge=0.01, le=1, description="share of the time that each may work, at most; it rests in between"
    )

    demo_camera: bool = Field(True, description="make a demo camera at the first start")
    demo_video: Path | None = Field(None, description="what the demo camera shows; empty: the clip we render")
    camera_fps: float = Field(15.0, gt=0, le=60, description="frames a second shown and analysed, at most")
    camera_width: int = Field(
        1280, ge=160, description="wider frames are scaled down before they are encoded"
    )
    jpeg_quality: int = Field(80, ge=30, le=95)
    max_upload_bytes: int = Field(
        2_000_000_000, gt=0, description="largest video file that a camera can be made of"
    )
    recording: bool = Field(True, description="whether a new camera is recorded")
    segment_s: float = Field(6.0, ge=4, le=10, description="length of a recorded file, to the next keyframe")
    recording_days: float = Field(7.0, gt=0, description="older recordings are deleted; kept clips never")
    recording_bytes: int = Field(
        10_000_000_000, gt=0, description="of one camera; beyond it the oldest recordings are deleted"
    )
    disk_warning_bytes: int = Field(
        5_000_000_000, ge=0, description="with less free disk space owners are warned"
    )
    disk_floor_bytes: int = Field(
        1_000_000_000,
        ge=0,
        description="with less the oldest recordings go; with half of it nothing is recorded",
    )
    clip_max_s: float = Field(600.0, gt=0, le=3600, description="longest clip")
    clip_timeout_s: float = Field(
        300.0, gt=0, description="a clip that takes longer, once its recording is there, is given up"
    )
    webrtc_stun_url: str | None = Field(
        None, pattern=r"^stun:[^\s?]+$", description="asked for our address as seen from outside"
    )
    webrtc_turn_url: str | None = Field(
        None, pattern=r"^turns?:[^\s?]+(\?transport=(udp|tcp))?$", description="relays where UDP is shut out"
    )
    webrtc_turn_username: str | None = None
    webrtc_turn_credential: SecretStr | None = None
    webrtc_public_address: IPvAnyAddress | None = Field(
        None, description="of this node as seen from outside, when no interface of it has it"
    )
    webrtc_max_viewers: int = Field(16, ge=1, description="WebRTC viewers of one camera; more get MJPEG")
    allow_private_webhooks: bool = Field(
        False, description="let webhooks lead to this machine and the home network, and by plain HTTP"
    )
    push_private_key: SecretStr | None = Field(
        None, description="signs Web Push; 32 bytes in base64url; empty: made at the first start"
    )
    push_contact: str | None = Field(
        None,
        pattern=r"^(mailto:|https://)\S+$",
        description="whom a push service asks when messages of ours trouble it; empty: the owner's address",
    )
    allow_loopback_sources: bool = Field(
        False, description="let a camera's URL point at this machine; for tests and for cameras bridged here"
    )

    @property
    def max_frame_message_bytes(self) -> int:
        """Longest request that carries one picture; base64 is a third longer than what it carries."""
        return self.max_image_bytes * 4 // 3 + 100_000


@lru_cache
def settings() -> Settings:
    """The settings of this process, read from the environment once."""
    return Settings()
