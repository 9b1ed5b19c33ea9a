"""What can be wrong with a routine."""


class CronInvalid(ValueError):
    """A text that is no cron expression, or one whose moment never comes; the message says which part."""
