"""An entry that should never have been there is marked, never removed (PDL 3 kap. 14 §, R-2). Pure."""

from typing import Final

from patientkontrakt.care.shapes import Resource, put

MARK: Final = "entered-in-error"
_STATUS: Final = {"Goal": "lifecycleStatus"}
"""Where each type says how it stands; the others say it in `status`."""


def is_wrong(resource: Resource) -> bool:
    """Whether the entry is marked as wrong: it is told, never counted."""
    return resource.get(_STATUS.get(resource.get("resourceType", ""), "status")) == MARK


def marked(resource: Resource) -> Resource:
    """The entry, marked. A time without a start cannot be (R4's app-3): it is cancelled, and told as wrong all the same."""
    kind = resource["resourceType"]
    lacks_a_start = kind == "Appointment" and "start" not in resource
    told = dict(resource) | {_STATUS.get(kind, "status"): "cancelled" if lacks_a_start else MARK}
    put(told, "businessStatus", None)
    return told
