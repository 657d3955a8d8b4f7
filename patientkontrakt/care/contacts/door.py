"""What a fixed contact's CareTeam must obey at every door beside its profile: FK-1 and FK-5 (domain.md §3.2)."""

from collections.abc import Iterator
from typing import Final

from patientkontrakt.care import codes
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contacts.from_fhir import contact
from patientkontrakt.care.contacts.model import ContactKind, FixedContact
from patientkontrakt.care.contacts.rules import overlap
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.refusals import AlreadyThere, rule
from patientkontrakt.care.registers import is_reachable
from patientkontrakt.care.shapes import Resource, concept, has_code, put, ref, target
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.siblings import siblings
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import Trust


def contact_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """Everything one write of a fixed contact breaks. Raises AlreadyThere for a second läkarkontakt (409)."""
    issues = list(_stays_one(after))
    held = contact(after)
    if issues or not held.active:
        return issues
    if not is_reachable(desk, held):
        return [_NO_PATH]
    if held.kind == ContactKind.LAKARKONTAKT:
        _one_at_a_time(desk, held, after)
    return []


def _stays_one(after: Resource) -> Iterator[Issue]:
    if not has_code(after.get("category"), codes.FAST_KONTAKT):
        yield rule(
            "En fast kontakt kan inte bli något annat. Avsluta den i stället.",
            "A fixed contact cannot become another thing. End it instead.",
            "CareTeam.category",
        )


def _one_at_a_time(desk: Desk, held: FixedContact, after: Resource) -> None:
    others = _others(desk, after)
    custodian = _custodian(desk, after)
    if any(each.custodian == custodian and overlap(contact(each.body()), held) for each in others):
        raise AlreadyThere(_SECOND)


def _custodian(desk: Desk, after: Resource) -> str | None:
    """Whose entry it is: the stored one's, else the writer's."""
    patient = id_of(target(after.get("subject")) or "")
    stored = (each for each in siblings(desk, patient, "CareTeam") if each.id == after.get("id"))
    return next((each.custodian for each in stored), desk.actor.custodian)


def _others(desk: Desk, after: Resource) -> list[Stored]:
    """The patient's other active läkarkontakter, at any custodian."""
    patient = id_of(target(after.get("subject")) or "")
    teams = siblings(desk, patient, "CareTeam", category=codes.FAST_KONTAKT)
    held = [(each, contact(each.body())) for each in teams if each.id != after.get("id")]
    return [each for each, it in held if it.active and it.kind == ContactKind.LAKARKONTAKT]


def tell_the_other_unit(desk: Desk, before: Resource | None, stored: Stored) -> None:
    """A second läkarkontakt at another custodian stands; the other unit gets a task to sort it out (FK-1)."""
    body = stored.body()
    held = contact(body)
    if before is not None or held.kind != ContactKind.LAKARKONTAKT or not held.active:
        return
    for other in _others(desk, body):
        if other.custodian != stored.custodian and overlap(contact(other.body()), held):
            with commanded(desk):
                task = _task(desk, stored, other)
                writer.create(
                    desk, task, trust=Trust("command", Owner(other.custodian, other.unit), "personal")
                )


def _task(desk: Desk, stored: Stored, other: Stored) -> Resource:
    task: Resource = {
        "resourceType": "Task",
        "status": "requested",
        "intent": "order",
        "code": concept(codes.DOUBLE_DOCTOR),
        "for": ref(f"Patient/{stored.patient}"),
        "focus": ref(other.key),
        "description": "Patienten har fått en fast läkarkontakt hos en annan vårdgivare. Kontrollera vem som gäller.",
    }
    put(task, "owner", ref(f"Organization/{other.unit}") if other.unit else None)
    return task


_NO_PATH: Final = rule(
    "En fast kontakt ska gå att nå: ange telefon, eller ett team eller en enhet som har det (FK-5).",
    "A fixed contact must be reachable: give a phone, or a team or unit that has one (FK-5).",
    "CareTeam.telecom",
)
_SECOND: Final = Issue(
    "conflict",
    "Patienten har redan en fast läkarkontakt den tiden. Avsluta den, och gör den nya i samma ändring (FK-1).",
    "The patient already has a fixed doctor for that time. End that one, in the same change as the new (FK-1).",
    ("CareTeam.period",),
)
