"""Logs: one JSON object a line on stderr. Codes, ids and reasons; never a person, a token, a body or an address.

Errors are told by their types and where they happened: a message may quote what it choked on.
"""

import logging.config
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from patientkontrakt import clock

# The last line of defence: nobody should log these, and whoever does by mistake logs a placeholder.
_PERSONAL = (
    (re.compile(r"(?<!\d)(?:\d{2})?\d{6}[-+ ]?\d{4}(?!\d)"), "[personnummer]"),
    (re.compile(r"eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)*"), "[token]"),
)


class _Stderr(logging.Handler):
    """Writes to what sys.stderr is now, not to what it was when logging was configured."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):  # its disk is full: a request is not refused for want of an operator's line
            sys.stderr.write(self.format(record) + "\n")


def configure() -> None:
    """Make structlog and the standard library's logging speak alike, in this process and its children."""
    logging.config.dictConfig(_CONFIG)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _stamp(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    event["at"] = clock.iso(clock.now())
    return event


def _tell_where(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """`exc_info` becomes the types of the error and its causes, and its places in the code, innermost last."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = " from ".join(type(cause).__name__ for cause in _causes(error))
        event["where"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _anonymise(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    return {key: _without_persons(value) for key, value in event.items()}


def _without_persons(value: Any) -> Any:
    if isinstance(value, str):
        for pattern, placeholder in _PERSONAL:
            value = pattern.sub(placeholder, value)
    return value


_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    _tell_where,
    _stamp,
]

# gunicorn's logger loses its own handler and speaks through ours (cli/gunicorn_log.py); Alembic says only what is wrong.
_CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _SHARED,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _anonymise,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        }
    },
    "handlers": {"stderr": {"()": _Stderr, "formatter": "json"}},
    "root": {"level": "INFO", "handlers": ["stderr"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
        "alembic": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},  # it would write the address of every question the portal asks
    },
}
