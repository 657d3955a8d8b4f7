"""Writing down in the record that a copy leaves it, and reading what has been written (R-6); the log tells it too."""

from typing import Final

from patientkontrakt.care import codes, permissions
from patientkontrakt.care.command import commanded
from patientkontrakt.care.entrance import read_by_staff
from patientkontrakt.care.entries.disclosure import Disclosure, disclosure_resource, read_disclosure
from patientkontrakt.care.staff import require_own
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.permission import require_creatable, require_scopes
from patientkontrakt.records.writer import Trust

ACTIONS: Final = {"utskrift": "print"}
"""What the log calls it; every other copy is an export."""
MOST: Final = "500"


def disclose(desk: Desk, plan: str, to: str, reason: str, what: str) -> Disclosure:
    """Staff give out a copy of a contract they read. Raises NotFound, AccessRefused.

    It is kept with the unit that gives it out, which answers for having done so.
    """
    require_scopes(desk, *permissions.DISCLOSE)
    dossier = read_by_staff(desk, plan)
    ground = require_creatable(desk, "Communication", dossier.patient)
    unit, custodian = desk.actor.assignment or ("", "")
    told = Disclosure("", to, reason, what, desk.actor.who, desk.now, dossier.plan.key)
    item = f"{dossier.plan.key}@{dossier.plan.version}"
    note_copy(desk, what, dossier.plan.key, ground, dossier.patient, (item,))
    return record(desk, dossier.patient, told, Owner(custodian, unit))


def note_copy(
    desk: Desk, what: str, subject: str, ground: str, patient: str, items: tuple[str, ...] = ()
) -> None:
    """The row of the log: a copy of `items` leaves. Of to whom and why the log knows nothing; the record does."""
    desk.note(ACTIONS.get(what, "export"), subject, "permitted", ground, patient=patient, items=items)


def record(desk: Desk, patient: str, told: Disclosure, owner: Owner) -> Disclosure:
    """Write it down, for a patient the law has let in."""
    with commanded(desk):
        body = disclosure_resource(told, f"Patient/{patient}")
        stored = writer.create(desk, body, trust=Trust("command", owner))
    return read_disclosure(stored.body())


def of_contract(desk: Desk, plan: str) -> list[Disclosure]:
    """The copies of a contract that staff read, newest first."""
    require_scopes(desk, *permissions.DISCLOSURES)
    dossier = read_by_staff(desk, plan)
    found = _of_patient(desk, dossier.patient)
    return [each for each in found if each.plan in (dossier.plan.key, None)]


def my_disclosures(desk: Desk) -> list[Disclosure]:
    """Every copy of what is written about her, newest first."""
    require_scopes(desk, *permissions.MY_DISCLOSURES)
    return _of_patient(desk, require_own(desk))


def _of_patient(desk: Desk, patient: str) -> list[Disclosure]:
    category = f"{codes.DISCLOSURE.system}|{codes.DISCLOSURE.code}"
    pairs = [("patient", patient), ("category", category), ("_sort", "-sent"), ("_count", MOST)]
    found = reader.search(desk, parse_query("Communication", pairs, strict=True)).matches
    return [read_disclosure(each.body()) for each in found]
