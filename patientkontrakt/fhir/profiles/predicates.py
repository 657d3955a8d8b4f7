"""The Python of the profiles' rules. Each says the same as the FHIRPath beside it; resources are sound R4."""

from typing import Any

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.profiles.vocabulary import codes_of

Resource = dict[str, Any]
_NUMBERS = (systems.PERSONNUMMER, systems.SAMORDNINGSNUMMER, systems.RESERVNUMMER)
ONE_OF_EACH = " and ".join(f"identifier.where(system = '{each}').count() <= 1" for each in _NUMBERS)


def has_a_kind_of_contact(team: Resource) -> bool:
    """The first participant's role says which kind of fixed contact it is."""
    roles = _first(team).get("role", [])
    known = {(systems.FAST_KONTAKT_TYP, code) for code in codes_of("typ-av-fast-kontakt")}
    return any((each.get("system"), each.get("code")) in known for each in systems.codings(roles))


def names_the_contact(team: Resource) -> bool:
    """The first participant is somebody in a role."""
    return _leads_to(_first(team).get("member"), "PractitionerRole")


def is_in_words(goal: Resource) -> bool:
    """The description has a text."""
    return "text" in goal.get("description", {})


def steps_are_on_the_scale(goal: Resource) -> bool:
    """Every step is −2 to +2."""
    parts = (
        part for step in systems.extensions(goal, systems.ext("steg")) for part in step.get("extension", [])
    )
    return all(-2 <= part.get("valueInteger", 0) <= 2 for part in parts if part.get("url") == "value")


def has_an_owner(task: Resource) -> bool:
    """The owner is somebody here."""
    return "reference" in task.get("owner", {})


def belongs_to_one_plan(task: Resource) -> bool:
    """Exactly one CarePlan among what it is based on."""
    return sum(_leads_to(each, "CarePlan") for each in task.get("basedOn", [])) == 1


def tells_when_it_was_agreed(appointment: Resource) -> bool:
    """It has pk-agreed."""
    return systems.extension(appointment, systems.ext("agreed")) is not None


def is_accepted_by_the_patient(appointment: Resource) -> bool:
    """A Patient takes part, and has accepted."""
    patients = (
        each for each in appointment.get("participant", []) if _leads_to(each.get("actor"), "Patient")
    )
    return any(each.get("status") == "accepted" for each in patients)


def has_one_of_each_number(patient: Resource) -> bool:
    """At most one identifier of each of the Swedish systems."""
    given = [each.get("system") for each in patient.get("identifier", [])]
    return all(given.count(each) <= 1 for each in _NUMBERS)


def _first(team: Resource) -> Resource:
    found: Resource = next(iter(team.get("participant", [])), {})
    return found


def _leads_to(reference: Resource | None, type: str) -> bool:
    return str((reference or {}).get("reference", "")).startswith(f"{type}/")
