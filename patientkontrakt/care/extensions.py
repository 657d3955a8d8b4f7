"""The shapes of our own extensions (model.md D2, D4–D7): one of ours with another value is refused at every door.

What is stored can then be read without asking again.
"""

from collections.abc import Iterator
from typing import Final

from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.records.desk import Desk

Shape = str | dict[str, str]

SHAPES: Final[dict[str, Shape]] = {
    systems.ext("varning"): {
        "niva": "valueCode",
        "tecken": "valueString",
        "gor": "valueString",
        "kontakt": "valueString",
    },
    systems.ext("ingen-tid"): "valueBoolean",
    systems.ext("samordning"): "valueString",
    systems.ext("narstaende"): "valueCode",
    systems.ext("review-by"): "valueDate",
    systems.ext("end-reason"): "valueCodeableConcept",
    systems.ext("starter"): "valueCanonical",
    systems.ext("steg"): {"value": "valueInteger", "text": "valueString"},
    systems.ext("bevakas-av"): "valueReference",
    systems.ext("agreed"): "valueDateTime",
    systems.ext("tillater"): "valueCode",
    systems.ext("utgava"): "valuePositiveInt",
    systems.ext("satt"): "valueCode",
    systems.ext("innehall"): "valueString",
    systems.ext("delningsniva"): "valueCode",
    systems.ext("informerad"): {"when": "valueDateTime", "by": "valueReference"},
    systems.ext("orsak"): "valueCode",
    systems.ext("anledning"): "valueCode",
    systems.ext("nulage"): "valueString",
    systems.ext("forsta-steg"): "valueString",
    systems.ext("om"): "valueCode",
    systems.ext("del"): "valueString",
    systems.ext("svara-senast"): "valueDate",
    systems.ext("stoppad"): {"when": "valueDateTime", "by": "valueReference", "satt": "valueCode"},
}
"""Each of our extensions: the value it has, or its parts and theirs."""

HOLDERS: Final = (
    "CarePlan",
    "Goal",
    "Task",
    "Appointment",
    "Consent",
    "Provenance",
    "EpisodeOfCare",
    "Communication",
)


def extension_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """Every extension of ours, on the resource itself, that has not its shape."""
    kind = after["resourceType"]
    found = enumerate(after.get("extension", []))
    return [_wrong(f"{kind}.extension[{place}]") for place, each in found if not _is_right(each)]


def _is_right(extension: Resource) -> bool:
    shape = SHAPES.get(extension.get("url", ""))
    if shape is None:
        return True
    if isinstance(shape, str):
        return shape in extension
    return all(_parts_are_right(shape, extension.get("extension", [])))


def _parts_are_right(shape: dict[str, str], parts: list[Resource]) -> Iterator[bool]:
    yield bool(parts)
    for part in parts:
        yield shape.get(part.get("url", ""), "-") in part


def _wrong(place: str) -> Issue:
    return rule(
        "Den här pk-utökningen har inte den form den ska ha.",
        "This pk-extension does not have the shape it should.",
        place,
    )
