"""The plan as the patient reads it, on the screen or on paper, and what each utgåva changed. Nothing can be done here."""

from typing import Any

from flask import Response, request

from patientkontrakt.portal import words
from patientkontrakt.portal.arbete import pages_of_staff, rhythm
from patientkontrakt.portal.arbete.contract import ahead
from patientkontrakt.portal.arbete.kept import around
from patientkontrakt.portal.arbete.menu import staff_page
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.names import Names
from patientkontrakt.portal.refusals import Refused

Body = dict[str, Any]


@pages_of_staff.get("/kontrakt/<id>/som-patient")
def as_patient(id: str) -> Response:
    """What she sees at Min planering, at large text with ?text=stor."""
    return _sheet("arbete/as_patient.html", id)


@pages_of_staff.get("/kontrakt/<id>/skriv-ut")
def on_paper(id: str) -> Response:
    """Next step, contacts, what to do when worse, who does what, and times: two pages."""
    return _sheet("arbete/paper.html", id)


@pages_of_staff.get("/kontrakt/<id>/utgavor")
def newest_changes(id: str) -> Response:
    """What the newest utgåva changed."""
    return _changes(id, None)


@pages_of_staff.get("/kontrakt/<id>/utgavor/<int:number>")
def changes(id: str, number: int) -> Response:
    """What one utgåva changed from the one before."""
    return _changes(id, number)


def _sheet(template: str, id: str) -> Response:
    page = around(id, ours=False)
    found = page["contract"]
    found = page["contract"] = _without_withheld(found)
    names = Names(found, you=False)
    if not found["published"]:
        raise Refused(404)
    return staff_page(
        template,
        current="/arbete/patienter",
        large=request.args.get("text") == "stor",
        mine=[_pledge(each, names) for each in found["promises"]["mine"]],
        care=[_pledge(each, names) for each in found["promises"]["care"]],
        times=ahead(found),
        **page | {"names": names},
    )


def _without_withheld(found: Body) -> Body:
    """The plan without what the patient does not see (P-5): not on her screen, nor on her paper."""
    hidden = {each["part"] for each in found["withheld"]}

    def seen(kind: str, entries: list[Body]) -> list[Body]:
        return [each for each in entries if f"{kind}/{each['id']}" not in hidden]

    halves = {side: seen("Task", each) for side, each in found["promises"].items()}
    lists = (("goals", "Goal"), ("times", "Appointment"), ("contacts", "CareTeam"), ("proposals", "Task"))
    shown = found | {"promises": halves, "withheld": []}
    shown |= {name: seen(kind, found[name]) for name, kind in lists}
    step = found["next_step"]
    what = step["time"] or step["promise"]
    kind = "Appointment" if step["time"] else "Task"
    if what and f"{kind}/{what['id']}" in hidden:
        shown["next_step"] = {"kind": "ingen", "time": None, "promise": None}
    return shown


def _pledge(promise: Body, names: Names) -> Body:
    """A promise as the sheet has it: whose, when, and late only on care's side."""
    late = promise["late"] and promise["side"] == "care"
    watched = names.of(promise["watched_by"]) if late and promise["watched_by"] else None
    return promise | {
        "who": None if promise["side"] == "mine" else words.capital(names.with_unit(promise["owner"])),
        "said_when": rhythm.when(promise),
        "is_late": late,
        "chased_by": words.capital(watched) if watched else None,
    }


def _changes(id: str, number: int | None) -> Response:
    page = around(id, ours=False)
    utgavor = page["contract"]["utgavor"]
    found = next((each for each in utgavor if number in (None, each["number"])), None)
    if found is None:
        raise Refused(404)
    shown: int = found["number"]
    path = f"/contracts/{id}/utgavor/{shown - 1}/changes/{shown}"
    return staff_page(
        "arbete/changes.html",
        current="/arbete/patienter",
        shown=shown,
        numbers=[each["number"] for each in utgavor],
        changes=ask("GET", path)["changes"] if shown > 1 else None,
        utgava=found,
        **page,
    )
