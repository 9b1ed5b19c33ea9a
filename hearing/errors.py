"""Why a sound can't be heard.

HearingError
├── AudioError             it is the recording's fault
│   ├── AudioUndecodable   no sound that we read, or one that is broken
│   ├── AudioTooLong       longer than a request may be
│   └── AudioTooLarge      more bytes than a request may have
└── SoundModelError        a model that can't be found or run
"""


class HearingError(Exception):
    """A sound can't be heard."""


class AudioError(HearingError):
    """A recording that we don't take."""


class AudioUndecodable(AudioError):
    """It holds no sound that we can read."""


class AudioTooLong(AudioError):
    """It lasts longer than is taken at once."""


class AudioTooLarge(AudioError):
    """It has more bytes than are taken at once."""


class SoundModelError(HearingError):
    """A model that can't be found or run. The message says which and why."""
