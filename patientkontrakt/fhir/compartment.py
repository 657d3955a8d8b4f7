"""Whose a resource is: one element per type, never a performer, an actor of others or a link (model.md "Compartment")."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from patientkontrakt.fhir.outcome import Invalid, Issue
from patientkontrakt.fhir.peek import mapping, mappings, string
from patientkontrakt.fhir.resource import Key, parse_reference
from patientkontrakt.fhir.types import TYPES


@dataclass(frozen=True)
class Membership:
    """The patients a resource names, by id, and the resources whose patient counts as its own."""

    patients: frozenset[str] = frozenset()
    via: tuple[Key, ...] = ()


def membership(resource: dict[str, Any]) -> Membership:
    """Whose compartment `resource` names. Reference data and the log are in none: an empty Membership.

    A reference that is not Type/id (contained, logical, elsewhere) names nobody.
    """
    row = TYPES.get(string(resource, "resourceType") or "")
    if row is None or row.compartment is None:
        return Membership()
    read = _SPECIAL.get(row.name)
    return read(resource) if read else _of_patients([mapping(resource, row.compartment)])


def one_patient(resource: dict[str, Any], patients: frozenset[str]) -> str:
    """The one patient among `patients` (its own and those of its `via`). Raises Invalid for none or several."""
    if len(patients) == 1:
        return next(iter(patients))
    kind = resource["resourceType"]
    path = f"{kind}.{TYPES[kind].compartment}"
    if not patients:
        raise Invalid(
            Issue(
                "required",
                "Resursen ska höra till en patient: ange Patient/id här.",
                "The resource must belong to a patient: give Patient/id here.",
                (path,),
            )
        )
    raise Invalid(
        Issue(
            "business-rule",
            "Resursen får bara höra till en enda patient.",
            "The resource may belong to one patient only.",
            (path,),
        )
    )


def _key(reference: dict[str, Any]) -> Key | None:
    try:
        return parse_reference(string(reference, "reference") or "").key
    except Invalid:
        return None


def _of_patients(references: list[dict[str, Any]]) -> Membership:
    keys = [key for reference in references if (key := _key(reference))]
    return Membership(frozenset(key.id for key in keys if key.type == "Patient"))


def _of_targets(references: list[dict[str, Any]]) -> Membership:
    """Patients among the targets count at once; other care data is looked up; reference data has no patient."""
    keys = [key for reference in references if (key := _key(reference))]
    care = [key for key in dict.fromkeys(keys) if key.type in TYPES and TYPES[key.type].kind == "care"]
    patients = frozenset(key.id for key in care if key.type == "Patient")
    return Membership(patients, tuple(key for key in care if key.type != "Patient"))


def _patient(resource: dict[str, Any]) -> Membership:
    id = string(resource, "id")
    return Membership(frozenset({id} if id else ()))


def _appointment(resource: dict[str, Any]) -> Membership:
    return _of_patients([mapping(entry, "actor") for _, entry in mappings(resource, "participant")])


def _appointment_response(resource: dict[str, Any]) -> Membership:
    return _of_targets([mapping(resource, "appointment")])


def _provenance(resource: dict[str, Any]) -> Membership:
    return _of_targets([target for _, target in mappings(resource, "target")])


def _binary(resource: dict[str, Any]) -> Membership:
    return _of_targets([mapping(resource, "securityContext")])


_SPECIAL: dict[str, Callable[[dict[str, Any]], Membership]] = {
    "Patient": _patient,
    "Appointment": _appointment,
    "AppointmentResponse": _appointment_response,
    "Provenance": _provenance,
    "Binary": _binary,
}
