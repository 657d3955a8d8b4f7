"""gunicorn's settings for the floor: the service's own, word for word, without what the service does when it forks."""

import runpy
from pathlib import Path

_OF_THE_SERVICE = runpy.run_path(str(Path(__file__).parents[1] / "gunicorn.conf.py"))
globals().update(
    {
        name: value
        for name, value in _OF_THE_SERVICE.items()
        if not name.startswith("_") and (value is None or isinstance(value, str | int))
    }
)
