"""Contracts at work: open, read, edit, give out, record the answer, pause and end."""

from datetime import date
from typing import Any

from patientkontrakt.api.v1 import at_work, render
from patientkontrakt.api.v1.beside import beside
from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import acts, changes, shown
from patientkontrakt.care import people, permissions
from patientkontrakt.care.contract import answering, commands, ending, queries
from patientkontrakt.care.contract.model import Answer, Method, Section, Status

blueprint = Blueprint("kontrakt", "Patientkontrakt: skriva, ge ut, svara, avsluta.")


@blueprint.operation(
    "POST",
    "/contracts",
    permissions.OPEN_CONTRACT,
    shows=shown.OpenedContract,
    takes=acts.NewContract,
    status=201,
)
def open_contract(act: dict[str, Any]) -> Any:
    """Open a contract: an utkast that the patient does not see until it is given out."""
    with asked().writing() as desk:
        plan = commands.open_contract(
            desk,
            act["patient"],
            act["title"],
            description=act["description"],
            start=_day(act["start"]),
            end=_day(act["end"]),
            filled={Section(name): data for name, data in act["sections"].items()},
            keep_ids=False,
        )
    body = {"id": plan.id, "patient": act["patient"], "version": plan.version, "status": "draft"}
    return body, 201, {"Location": f"/api/v1/contracts/{plan.id}", "ETag": plan.etag}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@blueprint.operation("GET", "/contracts/<plan>", permissions.READ_CONTRACT, shows=changes.ContractAtWork)
def read_contract(plan: str) -> Any:
    """One contract with its parts, its utgåvor, what is missing, and the sections that are being written."""
    ask = asked()
    with ask.reading() as desk:
        view = queries.contract_view(desk, plan)
        sheets = queries.sheets_of(desk, view)
        marked = beside(desk, view)
        writers = at_work.writers(sheets.values())
        named = people.described(desk, [*render.references(view), *writers, *marked.references()])
        readable = queries.readable_links(desk, view.contract)
    body = render.plan(view, named, readable) | marked.shown()
    body |= {
        "missing": render.missing(view.missing, ask.language),
        "sections": at_work.sections(sheets, ask.actor.who, desk.at),
    }
    return body, 200, {"ETag": f'W/"{view.version}"'}


def _open_section(section: Section) -> None:
    """The route of one section: its own shape, the same act."""

    def edit(act: dict[str, Any], plan: str) -> Any:
        version = act.pop("version")
        ask = asked()
        with ask.writing() as desk:
            sheet = commands.edit_section(desk, plan, section, act, version, keep_ids=False)
        return at_work.section(sheet, ask.actor.who, desk.at)

    edit.__name__ = f"edit_{section.value}"
    edit.__doc__ = f"Save the section {section.value}, as read in `version`; it waits for the next utgåva."
    blueprint.operation(
        "PATCH",
        f"/contracts/<plan>/sections/{section.value}",
        permissions.CHANGE_CONTRACT,
        takes=acts.EDITS[section],
        shows=changes.SectionAtWork,
    )(edit)


for _section in Section:
    _open_section(_section)


@blueprint.operation("POST", "/contracts/<plan>/publish", permissions.CHANGE_CONTRACT, shows=shown.GivenOut)
def publish(plan: str) -> Any:
    """Give out the next utgåva: everything in one commit, and a question to the patient."""
    ask = asked()
    with ask.writing() as desk:
        done = commands.publish(desk, plan)
    return {
        "utgava": done.utgava.number,
        "at": done.utgava.at,
        "missing": render.missing(done.missing, ask.language),
        "completeness": render.completeness(done.points),
    }


@blueprint.operation(
    "POST",
    "/contracts/<plan>/answer",
    permissions.CHANGE_CONTRACT,
    shows=shown.AnswerTaken,
    takes=acts.RecordAnswer,
)
def answer(act: dict[str, Any], plan: str) -> Any:
    """Record what the patient has said to an utgåva, and how she said it."""
    with asked().writing() as desk:
        return answering.answer_for(
            desk, plan, act["utgava"], Answer(act["answer"]), Method(act["method"]), act["text"]
        )


@blueprint.operation(
    "POST",
    "/contracts/<plan>/withdraw",
    permissions.CHANGE_CONTRACT,
    shows=shown.YesTakenBack,
    takes=acts.RecordWithdrawal,
)
def withdraw(act: dict[str, Any], plan: str) -> Any:
    """Record that the patient has taken back her yes; the utgåva agreed before it applies, if there is one."""
    with asked().writing() as desk:
        return answering.withdraw_for(desk, plan, Method(act["method"]))


@blueprint.operation("POST", "/contracts/<plan>/pause", permissions.CHANGE_CONTRACT, shows=shown.NewStatus)
def pause(plan: str) -> Any:
    """Pause an agreed contract."""
    with asked().writing() as desk:
        return _status(ending.pause(desk, plan))


@blueprint.operation("POST", "/contracts/<plan>/resume", permissions.CHANGE_CONTRACT, shows=shown.NewStatus)
def resume(plan: str) -> Any:
    """Go on with a paused contract."""
    with asked().writing() as desk:
        return _status(ending.resume(desk, plan))


@blueprint.operation(
    "POST",
    "/contracts/<plan>/end",
    permissions.CHANGE_CONTRACT,
    shows=shown.NewStatus,
    takes=acts.EndContract,
)
def end(act: dict[str, Any], plan: str) -> Any:
    """End a contract: why, and how it went with each goal. Nothing is deleted."""
    with asked().writing() as desk:
        return _status(ending.end(desk, plan, act["reason"], act["outcomes"]))


def _status(status: Status) -> dict[str, str]:
    return {"status": status.value}
