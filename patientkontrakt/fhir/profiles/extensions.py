"""The shapes of our own extensions (model.md D2, D4–D7): one of ours with another value is refused at every door.

What is stored can then be read without asking again.
"""

from typing import Any

from patientkontrakt.fhir.checks.node import Findings
from patientkontrakt.fhir.profiles.extension import Extension, Part
from patientkontrakt.fhir.profiles.extensions_of_acts import ACTS
from patientkontrakt.fhir.profiles.vocabulary import codes_of

_WHO = ("PractitionerRole", "Practitioner", "Organization", "CareTeam")

_PLANS = (
    Extension("varning", "Om du blir sämre: nivå, tecken och vad man gör", "Warning sign: level, sign, what to do",
              ("CarePlan",), parts=(
                  Part("niva", "code", "niva", "Nivå", "Level"),
                  Part("tecken", "string", "", "Vad man märker", "What one notices"),
                  Part("gor", "string", "", "Vad man gör", "What one does"),
                  Part("kontakt", "string", "", "Vem man hör av sig till", "Whom one calls"),
              )),
    Extension("ingen-tid", "Ingen tid behövs", "No time is needed", ("CarePlan",), "boolean"),
    Extension("samordning", "Hur vi samordnar oss", "How we work together", ("CarePlan",), "string"),
    Extension("narstaende", "Om närstående är med", "Whether relatives take part", ("CarePlan",), "code",
              codes="narstaende"),
    Extension("review-by", "När det ska ses över", "When it is to be looked at again", ("CarePlan", "Provenance"),
              "date"),
    Extension("end-reason", "Varför planen avslutades", "Why the plan ended", ("CarePlan",), "CodeableConcept",
              codes="end-reason"),
    Extension("starter", "Vilket startpaket planen började med", "The starter set the plan began with",
              ("CarePlan",), "canonical"),
    Extension("ansvarig", "Vem som svarar för en annan plan", "Who answers for another plan",
              ("CarePlan.supportingInfo",), "Reference", targets=_WHO),
    Extension("steg", "Ett steg på målets skala", "One step on the scale of a goal", ("Goal",), parts=(
        Part("value", "integer", "", "−2 till +2", "−2 to +2"),
        Part("text", "string", "", "Med patientens ord", "In the patient's words"),
    )),
    Extension("nulage", "Hur det är nu", "How it is today", ("Goal",), "string"),
    Extension("forsta-steg", "Det första steget", "The first step", ("Goal",), "string"),
    Extension("bevakas-av", "Vem som bevakar löftet", "Who watches over the promise", ("Task",), "Reference",
              targets=_WHO),
    Extension("paminnelse", "Anteckningen är en påminnelse", "The note is a reminder", ("Task.note",), "boolean"),
    Extension("anledning", "Varför uppgiften finns", "Why the task is there", ("Task",), "code"),
    Extension("agreed", "När patienten sa ja till tiden", "When the patient accepted the time", ("Appointment",),
              "dateTime"),
    Extension("tillater", "Vad patienten får göra med tiden", "What the patient may do with the time",
              ("Appointment",), "code", codes="tillater"),
)  # fmt: skip

EXTENSIONS: dict[str, Extension] = {each.name: each for each in (*_PLANS, *ACTS)}
_BY_URL: dict[str, Extension] = {each.url: each for each in EXTENSIONS.values()}


def check(found: Findings) -> None:
    """Every extension of ours in the resource, wherever it stands, has its shape and its codes."""
    for node in found.of("Extension"):
        ours = _BY_URL.get(node.value.get("url", ""))
        if ours is not None and not _is_right(ours, node.value):
            found.add(
                "business-rule",
                node.path,
                f"Den här pk-utökningen har inte den form den ska ha: se {ours.url}.",
                f"This pk-extension does not have the shape it should: see {ours.url}.",
            )


def _is_right(ours: Extension, given: dict[str, Any]) -> bool:
    if not ours.parts:
        return ours.value_name in given and _is_known(given[ours.value_name], ours.codes)
    parts = given.get("extension", [])
    return bool(parts) and all(_is_part(ours, each) for each in parts)


def _is_part(ours: Extension, given: dict[str, Any]) -> bool:
    part = next((each for each in ours.parts if each.name == given.get("url")), None)
    return part is not None and part.value_name in given and _is_known(given[part.value_name], part.codes)


def _is_known(value: Any, codes: str) -> bool:
    """A code of a value set of ours. Concepts may say it with another system's code, or in words."""
    return not codes or not isinstance(value, str) or value in codes_of(codes)
