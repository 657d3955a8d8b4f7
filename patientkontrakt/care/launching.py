"""What an app may be opened with: the caller reads all of it herself first, with the law's leave, and it is logged.

A launch gives nobody anything: the app gets its own tokens, and the law is asked at each of its requests.
"""

from collections.abc import Sequence
from typing import Any, Final

from patientkontrakt.care import permissions
from patientkontrakt.fhir.outcome import Invalid, Issue, NotFound
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes

LAUNCH_ROLE: Final = "launch"
_HAVE_MEMBERS_OF_THEIR_OWN: Final = ("Patient", "Encounter")


def agreed(
    desk: Desk, patient: str | None, encounter: str | None, shown: Sequence[dict[str, Any]]
) -> str | None:
    """The patient the app is opened about, when the caller may read her and all that is shown beside.

    A patient and a guardian open apps about whom they act for, and nobody else. `shown` is the fhirContext of SMART.
    Raises NotFound, AccessRefused, Invalid.
    """
    require_scopes(desk, *permissions.LAUNCH)
    whose = _patient(desk, patient)
    if encounter:
        _require_about(desk, "Encounter", encounter, whose, "encounter")
    for number, each in enumerate(shown):
        _require_shown(desk, each, whose, f"fhirContext[{number}]")
    return whose


def note(desk: Desk, app: str, patient: str | None) -> None:
    """Write in the log that the app was opened."""
    desk.note("launch", f"client:{app}", "permitted", "", patient=patient)


def _patient(desk: Desk, patient: str | None) -> str | None:
    if desk.actor.kind != "staff":
        if patient not in (None, desk.actor.patient):
            raise NotFound
        return desk.actor.patient
    if patient:
        reader.read(desk, "Patient", patient)
    return patient


def _require_shown(desk: Desk, each: dict[str, Any], whose: str | None, place: str) -> None:
    type, _, id = str(each["reference"]).partition("/")
    if type not in TYPES or TYPES[type].kind == "log":
        raise _invalid(
            "Den sortens resurs finns inte här.", "That type of resource does not exist here.", place
        )
    if type in _HAVE_MEMBERS_OF_THEIR_OWN and each.get("role", LAUNCH_ROLE) == LAUNCH_ROLE:
        raise _invalid(
            "Patient och besök anges i patient och encounter.",
            "The patient and the encounter of a launch stand in patient and encounter.",
            place,
        )
    _require_about(desk, type, id, whose, place)


def _require_about(desk: Desk, type: str, id: str, whose: str | None, place: str) -> None:
    """It can be read, and is about the patient; what is about nobody (a form, a unit) goes with any."""
    if reader.read(desk, type, id).patient not in (None, whose):
        raise _invalid("Det gäller inte samma patient.", "It is not about the same patient.", place)


def _invalid(sv: str, en: str, place: str) -> Invalid:
    return Invalid(Issue("value", f"{sv} ({place})", f"{en} ({place})", (place,)))
