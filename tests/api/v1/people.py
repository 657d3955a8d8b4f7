"""Who asks at /api/v1, and what a coordinator fills in: the smallest contract that passes the gate."""

import json
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from patientkontrakt import clock
from patientkontrakt.auth.given.families import Family
from patientkontrakt.fhir.resource import new_id
from tests import cast
from tests.api.fhir.house import Caller, House

Body = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Somebody with a token at the domain API and at the FHIR door. Paths are below /api/v1."""

    fhir: Caller

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, body: Body | None = None, **headers: str) -> TestResponse:
        return self.send("POST", path, body, headers)

    def patch(self, path: str, body: Body) -> TestResponse:
        return self.send("PATCH", path, body)

    def delete(self, path: str) -> TestResponse:
        return self.send("DELETE", path)

    def send(
        self, method: str, path: str, body: Body | None = None, headers: dict[str, str] | None = None
    ) -> TestResponse:
        named = [(name.replace("_", "-"), value) for name, value in (headers or {}).items()]
        if self.fhir.token:
            named.append(("Authorization", f"Bearer {self.fhir.token}"))
        data = None if body is None else json.dumps(body)
        return self.fhir.app.test_client().open(
            f"/api/v1{path}", method=method, data=data, content_type="application/json", headers=named
        )

    def done(self, method: str, path: str, body: Body | None = None) -> Any:
        """The answer's body; fails loudly when it was refused."""
        response = self.send(method, path, body)
        assert response.status_code < 300, (response.status_code, response.get_data(as_text=True))
        return response.get_json()


def staff(house: House, id: str) -> Person:
    """Somebody at work."""
    return Person(house.staff(id))


def staff_about(house: House, id: str, whose: str) -> Person:
    """Somebody at work whose app was launched for one patient."""
    scope = "openid fhirUser launch/patient user/*.cruds patient/*.cruds"
    return Person(house._caller("demo-staff-app", f"Practitioner/{id}", scope, assignment=id, patient=whose))


def patient(house: House, id: str) -> Person:
    """A patient."""
    return Person(house.patient(id))


def guardian(house: House, id: str, child: str) -> Person:
    """A parent who reads for that child."""
    family = Family(
        new_id(),
        "demo-app",
        f"Patient/{id}",
        None,
        None,
        child,
        cast.CLIENTS["demo-app"].scope,
        clock.millis(clock.now()) + 15 * 60 * 1000,
        relative=f"{id}-{child}",
    )
    return Person(Caller(house.app, house._token(family)))


def sections(who: str, coordinator: str = "maria") -> Body:
    """The sections of a contract that passes the gate."""
    return {
        "viktigt": {"text": "Jag vill kunna gå till torget själv."},
        "ansvar": {
            "promises": [
                {"text": "Jag går en runda.", "owner": f"Patient/{who}", "when": "varje dag"},
                {
                    "text": "Vi ringer dig.",
                    "owner": f"PractitionerRole/{coordinator}",
                    "when": "en gång i månaden",
                },
            ]
        },
        "kontakter": {
            "contacts": [
                {
                    "kind": "1",
                    "member": f"PractitionerRole/{coordinator}",
                    "paths": [{"system": "phone", "value": "070-174 06 11"}],
                }
            ]
        },
        "tider": {"no_time_needed": True},
    }


def opened(coordinator: Person, who: str, **changes: Any) -> str:
    """The id of a new utkast for `who`; a change of None leaves a section out."""
    filled = {name: data for name, data in (sections(who) | changes).items() if data is not None}
    body = {"patient": who, "sections": filled}
    plan: str = coordinator.done("POST", "/contracts", body)["id"]
    return plan


def published(coordinator: Person, who: str, **changes: Any) -> str:
    """The id of a contract whose first utgåva has been given out."""
    plan = opened(coordinator, who, **changes)
    coordinator.done("POST", f"/contracts/{plan}/publish")
    return plan


def agreed(coordinator: Person, who: Person, id: str, **changes: Any) -> str:
    """The id of a contract that the patient `id` has said yes to."""
    plan = published(coordinator, id, **changes)
    who.done("POST", "/my/plan/answer", {"utgava": 1, "answer": "ja"})
    return plan


def why_waits(coordinator: Person, plan: str) -> set[str]:
    """The kinds of what waits in one contract."""
    waiting = coordinator.done("GET", "/worklist")["waiting"]
    return {each["kind"] for each in waiting if each["contract"] == plan}
