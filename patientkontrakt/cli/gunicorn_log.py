"""gunicorn's own words, said as everybody's: JSON, once, and without what a caller wrote (logs.py)."""

import re
import sys
from typing import Any, Final

import structlog
from gunicorn import glogging

from patientkontrakt import logs

# What it says of a request that it could not read, or that went wrong outside the application: the caller's address and
# the request line follow, with whatever names stand in them.
_OF_A_REQUEST: Final = re.compile(r"(Invalid request|Error handling request)\b")


class GunicornLog(glogging.Logger):  # type: ignore[misc]  # a library without types
    """gunicorn's logger without a handler of its own, and without the callers."""

    def setup(self, cfg: Any) -> None:
        """At the start and at each HUP gunicorn adds a handler, which would say everything once more, as plain text."""
        super().setup(cfg)
        logs.configure()

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """What a request is refused for before the application has it is told by its kind."""
        if kind := _OF_A_REQUEST.match(str(msg)):
            structlog.contextvars.clear_contextvars()  # an id there would be another request's
            msg, args = f"{kind[1]}: {type(sys.exc_info()[1]).__name__}", ()
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """What went wrong, and where, but not for which address."""
        if kind := _OF_A_REQUEST.match(str(msg)):
            structlog.contextvars.clear_contextvars()
            msg, args = kind[1], ()
        super().exception(msg, *args, **kwargs)
