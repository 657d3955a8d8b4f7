"""Agreed content (model.md D4): what a yes is given to, and its fingerprint.

In it: the plan's title, description, period and pk-extensions, its goals (words, steps, target) and its
promises (words, owner, when, last day). Not in it: times, contacts, statuses, notes, progress.
"""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from patientkontrakt.care.contract.to_fhir import OWNED
from patientkontrakt.care.shapes import Resource, targets
from patientkontrakt.care.wrong import is_wrong
from patientkontrakt.fhir import systems

_STEP: Final = systems.ext("steg")
_PLAN: Final = frozenset(OWNED) - {systems.ext("end-reason")}  # how it ended is no part of what was agreed

_ELEMENTS: Final[dict[str, tuple[str, ...]]] = {
    "CarePlan": ("title", "description", "period"),
    "Goal": ("description", "target"),
    "Task": ("description", "owner", "input", "restriction"),
}
_EXTENSIONS: Final = {"CarePlan": _PLAN, "Goal": frozenset({_STEP}), "Task": frozenset[str]()}


def agreed(resource: Resource) -> dict[str, Any]:
    """The agreed part of one resource; empty for types that hold none."""
    kind = resource["resourceType"]
    part = {name: resource[name] for name in _ELEMENTS.get(kind, ()) if name in resource}
    ours = [each for each in resource.get("extension", []) if each.get("url") in _EXTENSIONS.get(kind, ())]
    return part | {"extension": sorted(ours, key=_canonical)} if ours else part


def content_of(resource: Resource) -> str:
    """The fingerprint of one promise or goal: what both yeses must be given to (K-1)."""
    return _digest(agreed(resource))


def fingerprint(plan: Resource, parts: Iterable[Resource]) -> str:
    """The fingerprint of a whole contract: the plan, and those goals and tasks that it names and that are not wrong."""
    named = members(plan)
    each = {f"{part['resourceType']}/{part['id']}": part for part in parts if not is_wrong(part)}
    content = {key: agreed(part) for key, part in each.items() if key in named}
    return _digest({"plan": agreed(plan), "parts": content})


def members(plan: Resource) -> frozenset[str]:
    """The goals and tasks that belong to the contract: those the plan itself names."""
    activities = (each.get("reference") for each in plan.get("activity", []))
    tasks = targets(each for each in activities if each)
    return frozenset(
        key for key in (*targets(plan.get("goal")), *tasks) if key.startswith(("Goal/", "Task/"))
    )


def _digest(value: Any) -> str:
    return hashlib.sha256(_canonical(value).encode()).hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """Numbers as text: 2 is 2 whether it was just written or read back from a stored text."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    return str(Decimal(str(value)).normalize()) if is_number else value
