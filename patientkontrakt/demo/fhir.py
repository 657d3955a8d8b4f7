"""The few FHIR shapes that the demo's tables become."""

from typing import Any

from patientkontrakt.fhir import systems

Resource = dict[str, Any]

HTEST: Resource = {"system": systems.HTEST[0], "code": systems.HTEST[1]}


def resource(type: str, id: str, /, **elements: Any) -> Resource:
    """A resource with those elements that have something to say; FHIR has no nulls and no empty lists."""
    return {"resourceType": type, "id": id} | {
        name: value for name, value in elements.items() if value not in (None, [])
    }


def concept(system: str, code: str, text: str | None = None) -> Resource:
    """A CodeableConcept of one coding."""
    shape: Resource = {"coding": [{"system": system, "code": code}]}
    return shape | {"text": text} if text else shape


def ref(type: str, id: str) -> Resource:
    """A literal reference."""
    return {"reference": f"{type}/{id}"}


def phone(number: str | None, use: str = "work") -> list[Resource]:
    """The telecom of somebody with at most one telephone."""
    return [{"system": "phone", "value": number, "use": use}] if number else []


def name(given: str, family: str) -> list[Resource]:
    """The name of a person."""
    return [{"use": "official", "text": f"{given} {family}", "family": family, "given": [given]}]
