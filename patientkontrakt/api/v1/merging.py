"""Several who write the same section: see both texts, go on from what is published, drop what is being written."""

from typing import Any

from patientkontrakt.api.v1 import at_work
from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import changes as shapes
from patientkontrakt.care import permissions
from patientkontrakt.care.contract import together
from patientkontrakt.care.contract.model import Section

blueprint = Blueprint("samtidigt", "Två som skriver i samma del.")


def _open_section(section: Section) -> None:
    """The routes of one section: its own shape, the same acts."""

    def merge(act: dict[str, Any], plan: str) -> Any:
        with asked().reading() as desk:
            found = together.compared(desk, plan, section, act["version"], act["data"])
        return at_work.meeting(found)

    def rebase(act: dict[str, Any], plan: str) -> Any:
        ask = asked()
        with ask.writing() as desk:
            sheet = together.go_on(desk, plan, section, act["version"])
        return at_work.section(sheet, ask.actor.who, desk.at)

    merge.__name__, rebase.__name__ = f"merge_{section.value}", f"rebase_{section.value}"
    merge.__doc__ = (
        f"One's own {section.value} and what has been saved since it was read, in one. Nothing is saved."
    )
    rebase.__doc__ = f"The draft of {section.value} goes on from what is published now, which has been seen."
    path = f"/contracts/<plan>/sections/{section.value}"
    change = permissions.CHANGE_CONTRACT
    blueprint.operation(
        "POST", f"{path}/merge", change, takes=shapes.MERGES[section], shows=shapes.ShownMerge
    )(merge)
    blueprint.operation(
        "POST", f"{path}/rebase", change, takes=shapes.SeenVersion, shows=shapes.SectionAtWork
    )(rebase)


for _section in Section:
    _open_section(_section)


@blueprint.operation(
    "POST", "/contracts/<plan>/drafts/discard", permissions.CHANGE_CONTRACT, shows=shapes.Done
)
def discard(plan: str) -> Any:
    """Drop everything that is being written; what is published stands."""
    with asked().writing() as desk:
        together.throw_away(desk, plan)
    return {}
