"""Protected identities on their way out: name, address and telephone are cut for all but the small circle (S-1…S-6).

Whatever else goes out as the very text that was stored. What has been cut says REDACTED, has no ETag, and is refused
when somebody sends it back (fhir/checks/extensions.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.person import NUMBERS
from patientkontrakt.fhir.text import render
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.identities import closed
from patientkontrakt.records.stored import Stored

Body = dict[str, Any]

HIDDEN: Final = "Skyddad uppgift"
_REDACTED: Final = {"system": systems.REDACTED[0], "code": systems.REDACTED[1]}
_INTERPRETER: Final = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"

# What is left of each type. A list of what may be seen: an element nobody has thought of is not there.
_ALWAYS: Final = ("resourceType", "id", "meta", "active")
_LEFT: Final[dict[str, tuple[str, ...]]] = {
    "Patient": ("gender", "birthDate", "deceasedBoolean", "deceasedDateTime", "communication"),
    "RelatedPerson": ("patient", "relationship", "period"),
    "Practitioner": (),
    "PractitionerRole": ("period", "practitioner", "organization", "code", "specialty", "availableTime"),
}
TYPES: Final = frozenset(_LEFT)
"""The types of which something may have to be cut. A text of any other type is never looked into."""


def shown(desk: Desk, found: Sequence[Stored], *, old: bool = False) -> list[Stored]:
    """The resources as this actor may see them, in the same order.

    ``old`` says that they may be earlier versions: what is protected today is masked in all of them (S-162).
    """
    masked = closed(desk, found, old=old)
    return [_masked(desk, each) if (each.type, each.id) in masked else each for each in found]


def one(desk: Desk, found: Stored, *, old: bool = False) -> Stored:
    """One resource as this actor may see it."""
    return shown(desk, [found], old=old)[0]


def is_masked(resource: Body) -> bool:
    """Whether something has been cut away here."""
    return systems.has_coding((resource.get("meta") or {}).get("security"), *systems.REDACTED)


def _masked(desk: Desk, found: Stored) -> Stored:
    body, names = found.body(), (*_ALWAYS, *_LEFT[found.type])
    cut = {name: value for name, value in body.items() if name in names}
    cut["meta"] = _meta(body.get("meta") or {})
    cut |= _CUT[found.type](desk, body)
    return replace(found, text=render(cut), is_masked=True)


def _meta(meta: Body) -> Body:
    kept = {name: meta[name] for name in ("versionId", "lastUpdated", "profile", "tag") if name in meta}
    return kept | {"security": [*meta.get("security", ()), _REDACTED]}


def _patient(desk: Desk, body: Body) -> Body:
    """Her identity number stays for staff with a ground, in its own system: never another number instead (S-5)."""
    cut: Body = {"name": [{"text": HIDDEN}]}
    needs = [each for each in body.get("extension", ()) if each.get("url") == _INTERPRETER]
    numbers = [
        {name: each[name] for name in ("system", "value") if name in each}
        for each in body.get("identifier", ())
        if each.get("system") in NUMBERS and desk.actor.kind == "staff"
    ]
    return cut | {name: told for name, told in (("extension", needs), ("identifier", numbers)) if told}


def _person(_: Desk, __: Body) -> Body:
    return {"name": [{"text": HIDDEN}]}


def _role(_: Desk, body: Body) -> Body:
    """References without the words somebody may have put beside them."""
    return {
        name: {"reference": body[name]["reference"]}
        for name in ("practitioner", "organization")
        if "reference" in body.get(name, {})
    }


_CUT: Final[dict[str, Callable[[Desk, Body], Body]]] = {
    "Patient": _patient,
    "RelatedPerson": _person,
    "Practitioner": _person,
    "PractitionerRole": _role,
}
