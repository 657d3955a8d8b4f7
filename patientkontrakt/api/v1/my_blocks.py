"""The patient's own: what she has blocked, and what has been opened in emergencies."""

from datetime import date, datetime
from typing import Any

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.emergency import keepers
from patientkontrakt.api.v1.schemas import emergency as shapes
from patientkontrakt.care import permissions
from patientkontrakt.care.blocks import own
from patientkontrakt.care.blocks.model import Block
from patientkontrakt.care.emergency import standing
from patientkontrakt.care.emergency.model import REASONS
from patientkontrakt.care.people import Party, described
from patientkontrakt.records.desk import Desk

blueprint = Blueprint("mina-sparrar", "Patientens spärrar, och nödöppningar av hennes uppgifter.")


@blueprint.operation("GET", "/my/blocks", permissions.MY_SHARING, shows=shapes.ShownBlocks)
def my_blocks() -> Any:
    """What she has blocked, newest first, ended ones too; and where her data lie, which is what there is to block."""
    with asked().reading() as desk:
        found = own.my_blocks(desk)
        return {"blocks": _blocks(desk, found.blocks), "places": keepers(desk, found.places)}


@blueprint.operation(
    "POST",
    "/my/blocks",
    permissions.CHANGE_MY_SHARING,
    shows=shapes.ShownBlock,
    takes=shapes.NewBlock,
    status=201,
)
def block(act: dict[str, Any]) -> Any:
    """Block at once: a unit within its care provider, or a care provider to all others. No guardian does it."""
    since, until = (date.fromisoformat(act[name]) if act[name] else None for name in ("since", "until"))
    with asked().writing() as desk:
        made = own.block(desk, act["kind"], act["organization"], since, until)
        return _blocks(desk, [made])[0]


@blueprint.operation(
    "POST", "/my/blocks/<consent>/end", permissions.CHANGE_MY_SHARING, shows=shapes.ShownBlock
)
def end(consent: str) -> Any:
    """End a block at once."""
    with asked().writing() as desk:
        return _blocks(desk, [own.end(desk, consent)])[0]


@blueprint.operation("GET", "/my/emergencies", permissions.MY_SHARING, shows=shapes.ShownEmergencies)
def my_emergencies() -> Any:
    """Who has opened her data in an emergency, when, of which units, and why; newest first."""
    ask = asked()
    with ask.reading() as desk:
        found = standing.of_patient(desk)
    return {"emergencies": [_emergency(each, ask.language, ask.now) for each in found]}


def _emergency(seen: standing.Seen, language: str, now: datetime) -> dict[str, Any]:
    it = seen.emergency
    reason = REASONS[it.why.reason]
    return {
        "id": it.id,
        "at": it.at,
        "until": it.until,
        "open": it.holds(now),
        "who": seen.who.name,
        "role": seen.who.role,
        "unit": seen.who.unit,
        "units": [each.name for each in seen.units],
        "reason": reason.sv if language == "sv" else reason.en,
        "text": it.why.text,
    }


def _blocks(desk: Desk, blocks: list[Block]) -> list[dict[str, Any]]:
    whom = [lift.whom for each in blocks for lift in each.lifts]
    named = described(desk, [*whom, *(f"Organization/{each.organization}" for each in blocks)])
    return [_block(each, named) for each in blocks]


def _block(block: Block, named: dict[str, Party]) -> dict[str, Any]:
    lifts = [vars(each) | {"whom": named.get(each.whom, Party()).name} for each in block.lifts]
    name = named.get(f"Organization/{block.organization}", Party()).name
    return vars(block) | {"name": name, "lifts": lifts}
