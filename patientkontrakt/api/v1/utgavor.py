"""One utgåva as it was given out: for the patient and for staff."""

from typing import Any

from patientkontrakt.api.v1 import render
from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import changes as shapes
from patientkontrakt.care import people, permissions
from patientkontrakt.care.contract import queries
from patientkontrakt.care.contract.editions import edition, number_in
from patientkontrakt.care.contract.views import View
from patientkontrakt.records.desk import Desk

blueprint = Blueprint("utgavor", "Utgåvor som de gavs ut.")


@blueprint.operation("GET", "/my/utgavor/<number>", permissions.MY_PLAN, shows=shapes.ShownEdition)
def my_utgava(number: str) -> Any:
    """An utgåva of the patient's plan as it was given out."""
    with asked().reading() as desk:
        return _shown(desk, queries.my_plan(desk), number)


@blueprint.operation(
    "GET", "/contracts/<plan>/utgavor/<number>", permissions.READ_CONTRACT, shows=shapes.ShownEdition
)
def utgava(plan: str, number: str) -> Any:
    """An utgåva of a contract as it was given out."""
    with asked().reading() as desk:
        return _shown(desk, queries.contract_view(desk, plan), number)


def _shown(desk: Desk, view: View, number: str) -> dict[str, Any]:
    found = edition(desk, view, number_in(number))
    named = people.described(desk, render.references(found.view))
    readable = queries.readable_links(desk, found.view.contract)
    return render.plan(found.view, named, readable) | {
        "utgava": found.utgava.number,
        "status": found.standing.value,
        "given_out_at": found.utgava.at,
        "given_out_by": found.utgava.author,
    }
