"""Words that staff add to something without changing it: FHIR's Annotation, which names a person and not a role."""

from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.registers import entry
from patientkontrakt.care.shapes import Resource, put, ref, target
from patientkontrakt.records.desk import Desk

REMINDS: Final = {"url": codes.PAMINNELSE, "valueBoolean": True}


def with_note(desk: Desk, resource: Resource, text: str | None, *, reminds: bool = False) -> Resource:
    """The resource with one note more, in the actor's name; unchanged when there is nothing to say."""
    if not text:
        return resource
    shape: Resource = {"extension": [REMINDS]} if reminds else {}
    shape |= {"text": text, "time": clock.iso(desk.now)}
    put(shape, "authorReference", ref(person_behind(desk)))
    return resource | {"note": [*resource.get("note", []), shape]}


def person_behind(desk: Desk) -> str | None:
    """The Practitioner of the actor's role."""
    return target((entry(desk, desk.actor.who) or {}).get("practitioner"))
