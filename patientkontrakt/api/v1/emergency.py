"""What opens without the patient's word at that moment, and the blocks lifted on it: each asks for its reasons."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import emergency as shapes
from patientkontrakt.care import inability, permissions
from patientkontrakt.care.blocks import lifting
from patientkontrakt.care.emergency import asking, opening, standing
from patientkontrakt.care.emergency.model import Assessment, Emergency, Why
from patientkontrakt.care.people import Party, described
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.keeper import Keeper

blueprint = Blueprint("nodoppning", "Nödöppning, hävda spärrar och patienter som inte kan säga ja eller nej.")


@blueprint.operation(
    "POST",
    "/patients/<patient>/emergency/who",
    permissions.EMERGENCY,
    shows=shapes.ShownWhoHas,
    takes=shapes.AskWho,
)
def who_has(act: dict[str, Any], patient: str) -> Any:
    """Step 1: which units have data that an emergency would open, and whom to ask to lift a block. Logged."""
    with asked().writing() as desk:
        found = asking.who_has(desk, patient, Why(act["reason"], act["text"]))
        units = keepers(desk, found.units)
        ask = custodians(desk, found.ask)
    return {"units": units, "ask": ask, "hidden": found.hidden}


@blueprint.operation(
    "POST",
    "/patients/<patient>/emergency",
    permissions.EMERGENCY,
    shows=shapes.EmergencyHeld,
    takes=shapes.OpenUnits,
    status=201,
)
def open_units(act: dict[str, Any], patient: str) -> Any:
    """Step 2: open units that step 1 named, to the caller alone, for a day at most. The patient sees it."""
    why = Why(act["reason"], act["text"])
    told = Assessment(act["cannot_be_asked"], act["need"])
    with asked().writing() as desk:
        made = opening.open_units(desk, patient, act["units"], why, told, act["hours"])
    return _opening(made, told=bool(act["units"]))


@blueprint.operation(
    "GET", "/patients/<patient>/emergency", permissions.EMERGENCY, shows=shapes.EmergenciesHeld
)
def mine(patient: str) -> Any:
    """What the caller has open of the patient's now."""
    with asked().reading() as desk:
        found, hidden = standing.mine(desk, patient)
    return {"open": [_opening(each, told=not hidden) for each in found]}


@blueprint.operation(
    "POST", "/patients/<patient>/emergency/end", permissions.EMERGENCY, shows=shapes.ShownEnd
)
def end(patient: str) -> Any:
    """End, before their time, all that the caller has open of the patient's."""
    with asked().writing() as desk:
        return {"ended": standing.end(desk, patient)}


@blueprint.operation(
    "POST",
    "/patients/<patient>/lift",
    permissions.LIFT_BLOCK,
    shows=shapes.ShownLift,
    takes=shapes.LiftForUs,
    status=201,
)
def lift(act: dict[str, Any], patient: str) -> Any:
    """The patient lets the caller's unit, or only her, see what is blocked within the care provider: seven days at most."""
    with asked().writing() as desk:
        return lifting.lift_for_us(
            desk,
            patient,
            person=act["for_"] == "person",
            until=datetime.fromisoformat(act["until"]),
            method=act["method"],
            units=act["units"],
        )


@blueprint.operation(
    "POST",
    "/patients/<patient>/blocks/<consent>/lift",
    permissions.LIFT_BLOCK,
    shows=shapes.ShownLift,
    takes=shapes.LiftForAnother,
    status=201,
)
def lift_for_another(act: dict[str, Any], patient: str, consent: str) -> Any:
    """The care provider that enforces a block lifts it for a unit that asked."""
    until = datetime.fromisoformat(act["until"])
    with asked().writing() as desk:
        return lifting.lift_for_another(
            desk, patient, consent, unit=act["unit"], until=until, method=act["method"]
        )


@blueprint.operation(
    "POST",
    "/patients/<patient>/inability/who",
    permissions.INABILITY,
    shows=shapes.ShownOthers,
    takes=shapes.Assess,
)
def others(act: dict[str, Any], patient: str) -> Any:
    """She cannot say yes or no, and not only for now: which other custodians have data. Logged."""
    with asked().writing() as desk:
        found = inability.who_has(desk, patient, _assessments(act))
        return {"custodians": custodians(desk, found.custodians), "hidden": found.hidden}


@blueprint.operation(
    "POST",
    "/patients/<patient>/inability",
    permissions.INABILITY,
    shows=shapes.ShownInability,
    takes=shapes.RecordInability,
    status=201,
)
def record(act: dict[str, Any], patient: str) -> Any:
    """Record the three assessments; the unit reads these custodians' data until that day."""
    until = date.fromisoformat(act["until"])
    with asked().writing() as desk:
        return inability.record(desk, patient, act["custodians"], _assessments(act), until)


@blueprint.operation(
    "GET", "/patients/<patient>/inability", permissions.INABILITY, shows=shapes.ShownInabilities
)
def recorded(patient: str) -> Any:
    """What the unit has recorded of this patient."""
    with asked().reading() as desk:
        return {"recorded": inability.of_unit(desk, patient)}


@blueprint.operation(
    "POST",
    "/patients/<patient>/inability/<consent>/end",
    permissions.INABILITY,
    shows=shapes.ShownInability,
)
def stop(patient: str, consent: str) -> Any:
    """She can say yes or no again, or it was wrong: the next request is refused."""
    with asked().writing() as desk:
        return inability.end(desk, patient, consent)


def keepers(desk: Desk, found: Iterable[Keeper]) -> list[dict[str, Any]]:
    """Units and their custodians in words."""
    found = list(found)
    named = described(desk, (_organization(id) for each in found for id in (each.unit, each.custodian)))
    return [
        {
            "unit": each.unit,
            "name": named[_organization(each.unit)].name,
            "custodian": each.custodian,
            "custodian_name": named[_organization(each.custodian)].name,
        }
        for each in found
    ]


def custodians(desk: Desk, found: Iterable[str]) -> list[dict[str, Any]]:
    """Care providers in words, and their telephone."""
    found = list(found)
    named = described(desk, map(_organization, found))
    return [_custodian(each, named[_organization(each)]) for each in found]


def _custodian(id: str, party: Party) -> dict[str, Any]:
    return {"custodian": id, "name": party.name, "phone": party.phone}


def _opening(made: Emergency, *, told: bool) -> dict[str, Any]:
    """Without its units where they may not be told."""
    return {"id": made.id, "until": made.until, "units": made.units if told else []}


def _assessments(act: dict[str, Any]) -> inability.Assessments:
    return inability.Assessments(act["need"], act["attitude"], act["no_objection"])


def _organization(id: str) -> str:
    return f"Organization/{id}"
