"""Work that waits for somebody in care: Task `pk-task#aterkoppling`, seen by staff only (model.md D3 `personal`)."""

from datetime import date, timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contacts.model import ContactKind
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.contract.model import Contract
from patientkontrakt.care.shapes import Resource, concept, put, ref, target
from patientkontrakt.fhir import systems
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import custodian_of
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.siblings import siblings
from patientkontrakt.records.writer import Trust

WORKING_DAYS: Final = {"andra": 2, "prata": 1, "paminnelse": 2}
"""Care gets in touch within so many working days (ux.md §3.4)."""
WHY: Final = systems.ext("anledning")
WORDS: Final = {
    "andra": "Patienten vill ändra något i planen.",
    "prata": "Patienten vill prata innan hon svarar.",
    "aterkallad": "Patienten har ändrat sig och är inte längre med på planen.",
    "inbjudan-avbojd": "En enhet har tackat nej till att vara med i planen.",
}


def get_in_touch(desk: Desk, dossier: Dossier, why: str, text: str | None) -> date:
    """A task for the fixed contact, else the author; the last day to get in touch."""
    contract = dossier.contract()
    due = working_day(clock.today(desk.now), WORKING_DAYS.get(why, 2))
    said = f"{WORDS[why]} ”{text}”" if text else WORDS[why]
    task = _item(desk, dossier, why, dossier.plan.key, said, due)
    put(task, "owner", ref(responsible(contract)))
    owner = Owner(dossier.plan.custodian, dossier.plan.unit)
    with commanded(desk):
        writer.create(desk, task, trust=Trust("command", owner, "personal"))
    return due


def remind_unit(desk: Desk, dossier: Dossier, key: str, unit: str, text: str) -> None:
    """A work item for another unit about its own promise ``key`` ("Task/x"), unless it has one open already."""
    open_ones = siblings(desk, dossier.patient, "Task", code=codes.ATERKOPPLING)
    told = [each.body() for each in open_ones if each.unit == unit]
    if any(target(each.get("focus")) == key and each["status"] == "requested" for each in told):
        return
    due = working_day(clock.today(desk.now), WORKING_DAYS["paminnelse"])
    task = _item(desk, dossier, "paminnelse", key, text, due) | {"basedOn": [{"reference": key}]}
    put(task, "owner", ref(f"Organization/{unit}"))
    with commanded(desk):
        owner = Owner(custodian_of(desk, unit), unit)
        writer.create(desk, task, trust=Trust("command", owner, "personal"))


def _item(desk: Desk, dossier: Dossier, why: str, focus: str, text: str, due: date) -> Resource:
    return {
        "resourceType": "Task",
        "extension": [{"url": WHY, "valueCode": why}],
        "status": "requested",
        "intent": "order",
        "code": concept(codes.ATERKOPPLING),
        "basedOn": [{"reference": dossier.plan.key}],
        "focus": ref(focus),
        "for": ref(f"Patient/{dossier.patient}"),
        "description": text,
        "authoredOn": clock.iso(desk.now),
        "restriction": {"period": {"end": due.isoformat()}},
    }


def responsible(contract: Contract) -> str | None:
    """Whom the patient's words go to: her fast vårdkontakt, else who wrote the contract."""
    kinds = (ContactKind.SAMORDNANDE, ContactKind.VARDKONTAKT)
    named = [each.member for kind in kinds for each in contract.contacts if each.active and each.kind == kind]
    return next((member for member in named if member), contract.author or None)


def working_day(start: date, days: int) -> date:
    """So many working days after `start`, Saturdays and Sundays not counted."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day
