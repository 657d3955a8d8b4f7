"""One request of somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True)
class Ask:
    """Who asks what. `rule` is the address as the application knows it, `path` as this request has it."""

    who: str
    method: str
    rule: str
    path: str
    body: Body | None = None
    form: dict[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
