"""What is written: a goal, and a whole contract of ten resources in one transaction."""

import json
from typing import Any
from uuid import UUID

from bench.requests import VERSION

Body = dict[str, Any]


def text_of(body: Body) -> str:
    """As a client writes it, without spaces."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def goal(patient: str, says: str = "Gå till affären själv") -> Body:
    """A goal of hers."""
    return {
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "description": {"text": says},
        "subject": {"reference": f"Patient/{patient}"},
        "startDate": "2026-01-15",
        "target": [{"dueDate": "2026-12-15"}],
    }


def changed_goal(patient: str, id: str) -> str:
    """The same goal, saying which version it is of: no update is without a change."""
    body = {"resourceType": "Goal", "id": id, **goal(patient, f"Gå till affären själv, {VERSION} gånger")}
    return text_of(body)


def contract(patient: str) -> Body:
    """A plan with its team, three goals, four tasks and a time: they name each other by what the bundle calls them."""
    team, *goals = [_name(number) for number in range(4)]
    plan = {
        "resourceType": "CarePlan",
        "status": "active",
        "intent": "plan",
        "title": "Rehabplan",
        "subject": _ref(f"Patient/{patient}"),
        "period": {"start": "2026-01-15"},
        "careTeam": [_ref(team)],
        "goal": [_ref(each) for each in goals],
    }
    entries = [
        _entry(_name(9), plan),
        _entry(team, _team(patient)),
        *(_entry(name, goal(patient, f"Gå i trappan {n} gånger")) for n, name in enumerate(goals, 1)),
        *(_entry(_name(4 + n), _task(patient, n, _name(9))) for n in range(4)),
        _entry(_name(8), _time(patient)),
    ]
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def _entry(name: str, resource: Body) -> Body:
    return {
        "fullUrl": name,
        "resource": resource,
        "request": {"method": "POST", "url": resource["resourceType"]},
    }


def _team(patient: str) -> Body:
    return {
        "resourceType": "CareTeam",
        "status": "active",
        "subject": _ref(f"Patient/{patient}"),
        "participant": [{"member": _ref("PractitionerRole/maria")}],
    }


def _task(patient: str, number: int, plan: str) -> Body:
    return {
        "resourceType": "Task",
        "status": "requested",
        "intent": "plan",
        "description": f"Övning {number}: gå en runda varje dag",
        "basedOn": [_ref(plan)],
        "for": _ref(f"Patient/{patient}"),
        "owner": _ref("PractitionerRole/maria"),
    }


def _time(patient: str) -> Body:
    return {
        "resourceType": "Appointment",
        "status": "booked",
        "description": "Återbesök",
        "start": "2026-12-15T09:00:00+01:00",
        "end": "2026-12-15T09:30:00+01:00",
        "participant": [{"actor": _ref(f"Patient/{patient}"), "status": "accepted"}],
    }


def _name(number: int) -> str:
    return UUID(int=number + 1, version=4).urn


def _ref(name: str) -> Body:
    return {"reference": name}
