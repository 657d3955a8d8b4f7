"""Finding a patient one has a relation with: by exact number or by name, never by anything sensitive (PDL 2 kap. 8 §)."""

from dataclasses import dataclass

from patientkontrakt import clock
from patientkontrakt.care import permissions
from patientkontrakt.care.people import name_of
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.shapes import Resource
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.identifiers.identity_number import parse
from patientkontrakt.identifiers.reason import NotWellFormed
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes

Position = tuple[int | str, ...]


@dataclass(frozen=True)
class Found:
    """A patient in a list: name and birth date, never the number."""

    id: str
    name: str | None
    born: str | None


@dataclass(frozen=True)
class FoundPage:
    """A page of them, and where to go on."""

    patients: list[Found]
    after: Position | None


def search(
    desk: Desk, *, number: str | None = None, name: str | None = None, after: Position | None = None
) -> FoundPage:
    """Patients of the actor's unit with this number, or whose name begins so. Raises RuleBroken without either."""
    require_scopes(desk, *permissions.SEARCH_PATIENTS)
    require_assignment(desk)
    page = reader.search(
        desk, parse_query("Patient", [_asked(desk, number, name), ("_count", "50")], True), after
    )
    return FoundPage([_found(each.id, each.body()) for each in page.matches], page.after)


def _asked(desk: Desk, number: str | None, name: str | None) -> tuple[str, str]:
    if number:
        try:
            told = parse(number.strip(), clock.today(desk.now))
        except NotWellFormed as fault:
            raise RuleBroken(Issue("value", fault.sv, fault.en, ("number",))) from None
        system = systems.SAMORDNINGSNUMMER if told.is_samordning else systems.PERSONNUMMER
        return "identifier", f"{system}|{told.digits}"
    if not name:
        raise RuleBroken(rule("Ange nummer eller namn.", "Give a number or a name.", "number", "name"))
    return "name", name.replace("\\", "\\\\").replace(",", "\\,").replace("$", "\\$").replace("|", "\\|")


def _found(id_: str, body: Resource) -> Found:
    return Found(id_, name_of(body), body.get("birthDate"))
