"""Why a model of somebody else's does not answer.

ModelError
├── ModelRefused      it can't be what it is meant to be: broken, of another kind, too large, too slow to open
├── ModelFailed       it answered nothing, or nonsense, this time
│   └── ModelDied     its process is gone
└── ArtifactAway      its file can't be fetched now; another try may do
"""


class ModelError(Exception):
    """A model does not answer. The message says why, to whoever registered it."""


class ModelRefused(ModelError):
    """An artifact that is not taken, however often it is tried."""


class ModelFailed(ModelError):
    """One answer that did not come, or that is none."""


class ModelDied(ModelFailed):
    """The process ended, or was ended because it did not answer in time."""


class ArtifactAway(ModelError):
    """S3 is away, or the disk is full: nothing is known against the model."""
