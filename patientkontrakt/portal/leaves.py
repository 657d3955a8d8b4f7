"""Lists that are read a page at a time: our address says which page, the API says which comes next."""

from dataclasses import dataclass
from typing import Any

from flask import request

from patientkontrakt.portal.door import ask


@dataclass(frozen=True)
class Leaf:
    """What the API told of one page: whether it is the first, and `onward`, the sign of the next or None."""

    told: Any
    first: bool
    onward: str | None


def leaf(path: str, **chosen: str) -> Leaf:
    """The page of a list that the visitor's address names (`sida`), with what else she has chosen."""
    turned = request.args.get("sida")
    told = ask("GET", path, params=chosen | ({"page": turned} if turned else {}))
    return Leaf(told, not turned, told["next"])
