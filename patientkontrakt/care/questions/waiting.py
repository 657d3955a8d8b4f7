"""Work for care that follows from what the patient does: Task `pk-task#aterkoppling`, seen by staff only (D3).

It lies with whoever keeps the contract, or with the unit that is asked, and is done when somebody has answered.
"""

from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.followup import WHY, responsible, working_day
from patientkontrakt.care.shapes import Resource, concept, day, put, ref, refs, value_of
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import Trust

ANSWER_WITHIN: Final = 2
"""Working days until care gets in touch (ux.md §3.4)."""
REVIEW: Final = "undanhallen"
"""Why a work item waits that is about looking again at what is withheld: not before its day (P-5)."""
WORDS: Final = {
    "fraga": "Patienten har ställt en fråga.",
    "invandning": "Patienten säger att en uppgift inte stämmer.",
    REVIEW: "Pröva igen om uppgiften ska undanhållas patienten.",
    "hjalp": "Patienten vill ha hjälp med något hon ska göra.",
    "annan-tid": "Patienten vill ha en annan tid.",
    "avbokad": "Patienten kan inte komma till en tid.",
    "andrat-mal": "Patienten har skrivit om ett av sina mål i planen.",
    "avslutat-mal": "Patienten har avslutat ett av sina mål i planen.",
    "andrat-lofte": "Patienten vill ändra något hon ska göra.",
}


def tell_care(desk: Desk, dossier: Dossier, why: str, text: str | None, *, focus: str) -> date:
    """Work for the patient's fixed contact, else who wrote the contract. The last day to get in touch."""
    due = answer_by(desk)
    owner = Owner(dossier.plan.custodian, dossier.plan.unit)
    to = responsible(dossier.contract())
    wait_for(
        desk, why, text, dossier.patient, focus=focus, plan=dossier.plan.key, to=to, due=due, owner=owner
    )
    return due


def is_for_later(task: Resource, today: date) -> bool:
    """Whether a work item is one whose day has not come: nobody is to do anything yet."""
    due = day(task.get("restriction", {}).get("period", {}).get("end"))
    return value_of(task, WHY) == REVIEW and due is not None and today < due


def answer_by(desk: Desk, days: int = ANSWER_WITHIN) -> date:
    """The last day to answer, so many working days from today."""
    return working_day(clock.today(desk.now), days)


def wait_for(
    desk: Desk,
    why: str,
    text: str | None,
    patient: str,
    *,
    focus: str,
    plan: str | None,
    to: str | None,
    due: date,
    owner: Owner,
) -> Stored:
    """The work item: why, in whose words, about what, for whom to do until when."""
    task: Resource = {
        "resourceType": "Task",
        "extension": [{"url": WHY, "valueCode": why}],
        "status": "requested",
        "intent": "order",
        "code": concept(codes.ATERKOPPLING),
        "focus": ref(focus),
        "for": ref(f"Patient/{patient}"),
        "description": f"{WORDS[why]} ”{text}”" if text else WORDS[why],
        "authoredOn": clock.iso(desk.now),
        "restriction": {"period": {"end": due.isoformat()}},
    }
    put(task, "basedOn", refs([plan]) if plan else None)
    put(task, "owner", ref(to))
    with commanded(desk):
        return writer.create(desk, task, trust=Trust("command", owner, "personal"))
