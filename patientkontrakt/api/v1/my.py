"""The patient's own: her plan, her answer, and whom she shares with."""

from datetime import date
from typing import Any

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.plan_read import read_plan
from patientkontrakt.api.v1.schemas import acts, shown
from patientkontrakt.api.v1.schemas import plan as plan_shapes
from patientkontrakt.care import people, permissions, sharing
from patientkontrakt.care.contract import answering
from patientkontrakt.care.contract.model import Answer
from patientkontrakt.records.desk import Desk

blueprint = Blueprint("mitt", "Patientens eget: plan, svar och delning.")


@blueprint.operation("GET", "/my/plan", permissions.MY_PLAN, shows=plan_shapes.ShownPlan)
def my_plan() -> Any:
    """The patient's plan: next step, who does what, goals, contacts, times, warnings, utgåvor and linked plans."""
    with asked().reading() as desk:
        plan = read_plan(desk)
    return plan.shown(), 200, {"ETag": f'W/"{plan.view.version}"'}


@blueprint.operation(
    "POST", "/my/plan/answer", permissions.MY_ANSWER, shows=shown.AnswerTaken, takes=acts.AnswerUtgava
)
def answer(act: dict[str, Any]) -> Any:
    """Answer the utgåva that was read: ja, andra or prata. 409 with the newest when it is no longer the one."""
    with asked().writing() as desk:
        plan = answering.own_plan(desk)
        return answering.answer_own(desk, plan, act["utgava"], Answer(act["answer"]), act["text"])


@blueprint.operation("POST", "/my/plan/withdraw", permissions.MY_ANSWER, shows=shown.YesTakenBack)
def withdraw() -> Any:
    """Take back a yes ("Jag har ändrat mig")."""
    with asked().writing() as desk:
        return answering.withdraw_own(desk, answering.own_plan(desk))


@blueprint.operation("GET", "/my/sharing", permissions.MY_SHARING, shows=shown.SharingList)
def my_sharing() -> Any:
    """Everybody the patient shares with or has shared with, newest first."""
    with asked().reading() as desk:
        return sharing_shown(desk)


def sharing_shown(desk: Desk) -> dict[str, Any]:
    """As SharingList takes it. Raises AccessRefused."""
    made = sharing.my_sharing(desk)
    units = [f"Organization/{unit}" for each in made for unit in each.units]
    return {"sharing": made, "people": people.described(desk, units)}


@blueprint.operation(
    "POST",
    "/my/sharing",
    permissions.CHANGE_MY_SHARING,
    shows=shown.ShownSharing,
    takes=acts.NewSharing,
    status=201,
)
def share(act: dict[str, Any]) -> Any:
    """Share with a unit, at most a year. It takes the place of a sharing with the same unit."""
    until = date.fromisoformat(act["until"]) if act["until"] else None
    with asked().writing() as desk:
        return sharing.share(desk, act["unit"], level=act["level"], until=until, own_unit=act["own_unit"])


@blueprint.operation(
    "DELETE", "/my/sharing/<consent>", permissions.CHANGE_MY_SHARING, shows=shown.ShownSharing
)
def stop_sharing(consent: str) -> Any:
    """Stop sharing: the unit's next request is refused."""
    with asked().writing() as desk:
        return sharing.stop(desk, consent)
