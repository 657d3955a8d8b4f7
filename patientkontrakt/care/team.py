"""Those who take part without being fixed contacts: one CareTeam `pk-team#deltagare` of the contract (model.md D7).

Being in it is no ground for reading anything: that is a relation, and between custodians a sharing.
"""

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.shapes import Resource, concept, put, ref, refs, target, targets
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.siblings import siblings
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND, Trust


def join(desk: Desk, dossier: Dossier, unit: str) -> None:
    """Let the unit ("Organization/x") take part: in the team, and among the plan's contributors."""
    team = _team(desk, dossier)
    body = team.body() if team else _new_team(dossier)
    if unit not in _members(body):
        begins = {"member": ref(unit), "period": {"start": clock.today(desk.now).isoformat()}}
        _write(desk, dossier, team, body | {"participant": [*body.get("participant", []), begins]})
    plan = dossier.plan.body()
    contributors = dict.fromkeys((*targets(plan.get("contributor")), unit))
    teams = dict.fromkeys((*targets(plan.get("careTeam")), f"CareTeam/{body['id']}"))
    _write_plan(desk, dossier, plan | {"contributor": refs(contributors), "careTeam": refs(teams)})


def leave(desk: Desk, dossier: Dossier, unit: str) -> None:
    """The unit takes part no more; what it has written stays, and so does the history."""
    if team := _team(desk, dossier):
        body = team.body()
        left = [each for each in body.get("participant", []) if target(each.get("member")) != unit]
        put(body, "participant", left)
        _write(desk, dossier, team, body)
    plan = dossier.plan.body()
    put(plan, "contributor", refs(each for each in targets(plan.get("contributor")) if each != unit))
    _write_plan(desk, dossier, plan)


def members(desk: Desk, dossier: Dossier) -> tuple[str, ...]:
    """Everybody in the team: units and people."""
    team = _team(desk, dossier)
    return _members(team.body()) if team else ()


def _members(team: Resource) -> tuple[str, ...]:
    return targets(each.get("member", {}) for each in team.get("participant", []))


def _team(desk: Desk, dossier: Dossier) -> Stored | None:
    named = targets(dossier.plan.body().get("careTeam"))
    teams = siblings(desk, dossier.patient, "CareTeam", category=codes.DELTAGARE)
    return next((each for each in teams if each.key in named), None)


def _new_team(dossier: Dossier) -> Resource:
    team: Resource = {
        "resourceType": "CareTeam",
        "id": new_id(),
        "status": "active",
        "category": [concept(codes.DELTAGARE)],
        "subject": ref(f"Patient/{dossier.patient}"),
    }
    put(
        team, "managingOrganization", refs([f"Organization/{dossier.plan.unit}"] if dossier.plan.unit else [])
    )
    return team


def _write(desk: Desk, dossier: Dossier, team: Stored | None, body: Resource) -> None:
    owner = Owner(dossier.plan.custodian, dossier.plan.unit)
    with commanded(desk):
        if team is None:
            writer.create(desk, body, id=body["id"], trust=Trust("command", owner, "alla"))
        elif body != team.body():
            writer.update(desk, "CareTeam", team.id, body, None, trust=COMMAND)


def _write_plan(desk: Desk, dossier: Dossier, plan: Resource) -> None:
    if plan != dossier.plan.body():
        with commanded(desk):
            writer.update(desk, "CarePlan", dossier.plan.id, plan, None, trust=COMMAND)
