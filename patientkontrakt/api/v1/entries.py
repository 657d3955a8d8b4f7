"""An entry that is wrong: the patient says so beside it, care answers and corrects. One that she may not see is withheld."""

from datetime import date
from typing import Any

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import beside
from patientkontrakt.api.v1.schemas import entries as shapes
from patientkontrakt.care import people, permissions
from patientkontrakt.care.entries import correcting, objecting, withholding
from patientkontrakt.care.entries.objection import Objection
from patientkontrakt.records.desk import Desk

blueprint = Blueprint("uppgifter", "Uppgifter i journalen: invändningar, rättelser och det som undanhålls.")


@blueprint.operation("GET", "/my/objections", permissions.MY_OBJECTIONS, shows=shapes.Objections)
def my_objections() -> Any:
    """What she has said is wrong, and what care has answered, newest first."""
    with asked().reading() as desk:
        return _listed(desk, objecting.my_objections(desk))


@blueprint.operation(
    "POST",
    "/my/objections",
    permissions.OBJECT,
    shows=beside.ShownObjection,
    takes=shapes.Object,
    status=201,
)
def object_to(act: dict[str, Any]) -> Any:
    """Say that an entry is wrong: it is noted beside the entry and stays there (PDL 3 kap. 8 §)."""
    with asked().writing() as desk:
        return objecting.object_to(desk, act["part"], act["text"])


@blueprint.operation("GET", "/contracts/<plan>/objections", permissions.OBJECTIONS, shows=shapes.Objections)
def objections(plan: str) -> Any:
    """What the patient says is wrong in a contract, newest first."""
    with asked().reading() as desk:
        return _listed(desk, objecting.of_contract(desk, plan))


@blueprint.operation(
    "POST",
    "/contracts/<plan>/objections/<objection>/answer",
    permissions.ANSWER_OBJECTION,
    shows=beside.ShownObjection,
    takes=shapes.AnswerObjection,
    status=201,
)
def answer(act: dict[str, Any], plan: str, objection: str) -> Any:
    """Answer an objection; the patient reads the answer beside her own words."""
    with asked().writing() as desk:
        return objecting.answer(desk, plan, objection, act["text"])


@blueprint.operation(
    "POST",
    "/contracts/<plan>/corrections",
    permissions.CORRECT,
    shows=shapes.Corrected,
    takes=shapes.Correct,
    status=201,
)
def correct(act: dict[str, Any], plan: str) -> Any:
    """Mark an entry of the own unit as wrong: every version stays. Of an agreed entry, the plan without it is the
    next utgåva."""
    with asked().writing() as desk:
        return correcting.correct(desk, plan, **act)


@blueprint.operation(
    "POST",
    "/contracts/<plan>/withhold",
    permissions.WITHHOLD,
    shows=beside.ShownWithheld,
    takes=shapes.Withhold,
    status=201,
)
def withhold(act: dict[str, Any], plan: str) -> Any:
    """Withhold an entry of the own unit from the patient (OSL 25 kap. 6-7 §§), until somebody has looked at it again."""
    day = date.fromisoformat(act["review_by"])
    with asked().writing() as desk:
        return withholding.withhold(desk, plan, **(act | {"review_by": day}))


@blueprint.operation(
    "POST",
    "/contracts/<plan>/withhold/end",
    permissions.WITHHOLD,
    shows=beside.ShownWithheld,
    takes=shapes.ShowAgain,
)
def show_again(act: dict[str, Any], plan: str) -> Any:
    """The patient sees the entry again, also as it was before it was withheld."""
    with asked().writing() as desk:
        return withholding.show_again(desk, plan, **act)


def _listed(desk: Desk, found: list[Objection]) -> dict[str, Any]:
    named = people.described(desk, (reply.by for each in found for reply in each.answers))
    return {"objections": found, "people": named}
