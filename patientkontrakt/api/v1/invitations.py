"""Inviting units to a contract, and their answers."""

from typing import Any

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import contract_acts as shapes
from patientkontrakt.care import invitation_answers, invitations, people, permissions
from patientkontrakt.care.invitation import Invitation
from patientkontrakt.records.desk import Desk

blueprint = Blueprint("inbjudningar", "Bjuda in enheter, påminna och svara.")


@blueprint.operation(
    "POST",
    "/contracts/<plan>/invitations",
    permissions.INVITE,
    shows=shapes.ShownInvitation,
    takes=shapes.NewInvitation,
    status=201,
)
def invite(act: dict[str, Any], plan: str) -> Any:
    """Invite a unit: it takes part, and gets a care relation with its reason, shown to the patient."""
    with asked().writing() as desk:
        return _shown(desk, invitations.invite(desk, plan, act["unit"], act["reason"], act["text"]))


@blueprint.operation(
    "POST",
    "/contracts/<plan>/invitations/<unit>/remind",
    permissions.INVITE,
    shows=shapes.ShownInvitation,
    takes=shapes.SayMore,
)
def remind(act: dict[str, Any], plan: str, unit: str) -> Any:
    """Remind a unit that has not answered."""
    with asked().writing() as desk:
        return _shown(desk, invitations.remind(desk, plan, unit, act["text"]))


@blueprint.operation("GET", "/invitations", permissions.INVITATIONS, shows=shapes.OpenInvitations)
def open_ones() -> Any:
    """The unit's invitations that nobody has answered: those it has sent, and those it has received."""
    with asked().reading() as desk:
        found = invitations.open_invitations(desk)
        sent = [_shown(desk, each, found.names) for each in found.sent]
        received = [_shown(desk, each, found.names) for each in found.received]
    return {"sent": sent, "received": received}


@blueprint.operation(
    "POST",
    "/invitations/<invitation>/accept",
    permissions.ANSWER_INVITATION,
    shows=shapes.ShownInvitation,
    takes=shapes.SayMore,
)
def accept(act: dict[str, Any], invitation: str) -> Any:
    """Say yes to taking part, for the invited unit."""
    with asked().writing() as desk:
        return _shown(desk, invitation_answers.accept(desk, invitation, act["text"]))


@blueprint.operation(
    "POST",
    "/invitations/<invitation>/decline",
    permissions.ANSWER_INVITATION,
    shows=shapes.ShownInvitation,
    takes=shapes.SayMore,
)
def decline(act: dict[str, Any], invitation: str) -> Any:
    """Say no: the unit takes part no more, and the relation that the invitation made ends."""
    with asked().writing() as desk:
        return _shown(desk, invitation_answers.decline(desk, invitation, act["text"]))


def _shown(desk: Desk, told: Invitation, names: dict[str, str | None] | None = None) -> dict[str, Any]:
    """An invitation in words."""
    unit, by_unit = f"Organization/{told.unit}", f"Organization/{told.by_unit}"
    named = people.described(desk, (unit, by_unit, told.by))
    return vars(told) | {
        "patient_name": (names or {}).get(told.patient),
        "unit_name": named[unit].name,
        "by_name": named[told.by].name if told.by in named else None,
        "by_unit_name": named[by_unit].name,
    }
