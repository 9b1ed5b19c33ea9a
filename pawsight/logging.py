"""One structured line a log entry, for a person on a terminal or a machine on a cluster."""

import logging
import os
import sys

import structlog


def configure_logging() -> None:
    """Set up structlog once in a process: JSON lines, or colours where a person watches."""
    person = sys.stderr.isatty() and os.environ.get("PAWSIGHT_LOG_JSON") != "1"
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if person else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
