"""One request of each address that shows or changes something about somebody; and the addresses that do neither."""

import json
from collections.abc import Iterator

import httpx

from patientkontrakt import clock
from tests.api.fhir.house import BASE
from tests.auth import forms
from tests.faults import asks_of_emergencies, asks_of_entries, asks_of_orders, asks_of_pages, asks_of_programs
from tests.faults.ask import Ask, Body
from tests.journeys import contract
from tests.journeys.backend import assertion
from tests.journeys.people import backend, patient, staff
from tests.records.region import goal
from tests.service import Service

V1 = "/api/v1"

# What anybody may see: the addresses of pages and documents, the health, and forms that are still empty.
SHOWS_NOBODY = {
    "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration", "/oauth/jwks",
    "/fhir/.well-known/smart-configuration", "/fhir/metadata", "/fhir/openapi.json", "/api/docs", "/api/openapi.json",
    "/health/live", "/health/ready", "/static/<path:filename>",
    # units, colleagues, starter sets and how many wait: nobody's record
    f"{V1}/units", f"{V1}/staff", f"{V1}/starters", f"{V1}/worklist/counts",
    # about the caller's own token and account, no care data
    "/oauth/authorize", "/oauth/approve", "/oauth/introspect", "/oauth/revoke", "/oauth/userinfo", "/logga-ut",
    "/oauth/logout", "/logga-ut/vidare", "/logga-ut/tillbaka", "/oauth/par", f"{V1}/my/apps",
    # programs, units and assignments: nobody's record
    f"{V1}/apps", f"{V1}/admin/clients/<client>", f"{V1}/admin/changes/<change>", f"{V1}/admin/units",
    f"{V1}/admin/units/<unit>", f"{V1}/admin/people/<assignment>", f"{V1}/admin/staff/<practitioner>",
    # what the software itself brings, and what somebody sends to be judged
    "/fhir/package.tgz", "/fhir/<type>/$validate",
    # refused by their address alone, with and without a log
    "/fhir/$<operation>", "/fhir/<type>/$<operation>",
    "/fhir/<type>/<fhir_id:id>/$<operation>",
}  # fmt: skip


class Callers:
    """The people and systems who ask, each with a token that was signed in for, and a contract to ask about."""

    def __init__(self, service: Service) -> None:
        app = service.house.app
        tokens = {
            "maria": staff(app, "maria").token,
            "lars": staff(app, "lars").token,
            "astrid": staff(app, "astrid").token,
            "gunnel": patient(app, "gunnel").token,
            "birger": patient(app, "birger").token,
            "demo-feed": backend(app, "demo-feed").token,
            "demo-integrator": backend(app, "demo-integrator").token,
            "nobody": None,
        }
        self._http = {who: service.caller(token) for who, token in tokens.items()}
        self._var = service.var
        self.goal = service.house.given(goal("gunnel", "Gunnels hemlighet"))
        self.plan = self._contract()
        with service.house.database.write() as tx:
            asks_of_programs.register_spare(tx, clock.millis(clock.now()))
        self._change = self._asked_for()
        self._given = self._http["gunnel"].get(f"{V1}/my/apps").json()["apps"][0]["id"]

    def send(self, ask: Ask) -> httpx.Response:
        caller = self._http[ask.who]
        return caller.request(ask.method, ask.path, json=ask.body, data=ask.form, headers=dict(ask.headers))

    def close(self) -> None:
        for caller in self._http.values():
            caller.close()

    def asks(self) -> Iterator[Ask]:
        """Every request there is; each would be answered, or refused for a reason of care, if it could be logged."""
        yield from self._of_fhir()
        yield from self._of_contracts()
        yield from self._of_patients()
        yield from asks_of_emergencies.asks()
        yield from asks_of_entries.asks(self.plan, self.goal.split("/")[1])
        yield from asks_of_pages.asks(self.plan, self.goal.split("/")[1])
        yield from asks_of_orders.asks()
        yield from asks_of_programs.asks(self._change, self._given)
        yield from self._of_tokens()

    def _asked_for(self) -> str:
        made = self._http["astrid"].post(f"{V1}/admin/clients", json=asks_of_programs.NEW)
        assert made.status_code == 201, made.text
        change: str = made.json()["id"]
        return change

    def _contract(self) -> str:
        body = {"patient": "gunnel", "title": contract.TITLE, "sections": contract.sections()}
        made = self._http["maria"].post(f"{V1}/contracts", json=body)
        assert made.status_code == 201, made.text
        plan: str = made.json()["id"]
        given = self._http["maria"].post(f"{V1}/contracts/{plan}/publish")
        assert given.status_code == 200, given.text
        return plan

    def _of_fhir(self) -> Iterator[Ask]:
        one, type, patient = "/fhir/<type>/<fhir_id:id>", "/fhir/<type>", "/fhir/Patient/<fhir_id:id>"
        changed = goal("gunnel", "Ändrad") | {"id": self.goal.split("/")[1]}
        entry = {"resource": goal("gunnel"), "request": {"method": "POST", "url": "Goal"}}
        visit = {
            "resourceType": "Encounter",
            "id": "visit-1",
            "status": "finished",
            "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "EMER"},
            "subject": {"reference": "Patient/gunnel"},
        }
        yield Ask("maria", "GET", one, f"/fhir/{self.goal}")
        yield Ask("birger", "GET", one, f"/fhir/{self.goal}")
        yield Ask("maria", "GET", one, "/fhir/Goal/ghost")
        yield Ask("maria", "DELETE", one, f"/fhir/{self.goal}")
        yield Ask("maria", "PUT", one, f"/fhir/{self.goal}", changed, headers={"If-Match": 'W/"1"'})
        described = {"type": "replace", "path": "Goal.description.text", "value": "Ändrad igen"}
        parts = [
            {"name": name, "valueCode" if name == "type" else "valueString": value}
            for name, value in described.items()
        ]
        patch = {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": parts}]}
        yield Ask("maria", "PATCH", one, f"/fhir/{self.goal}", patch, headers={"If-Match": 'W/"2"'})
        yield Ask("maria", "PATCH", type, f"/fhir/Goal?_id={self.goal[5:]}", patch)
        yield Ask("demo-feed", "PUT", one, "/fhir/Encounter/visit-1", visit)
        yield Ask(
            "maria", "POST", "/fhir/_search", "/fhir/_search", form={"_type": "Goal", "_id": self.goal[5:]}
        )
        yield Ask("gunnel", "GET", f"{patient}/*", "/fhir/Patient/gunnel/*")
        yield Ask("maria", "GET", "/fhir/_history", "/fhir/_history")
        yield Ask("birger", "GET", f"{type}/_history", "/fhir/Goal/_history")
        yield Ask("maria", "GET", f"{one}/_history", f"/fhir/{self.goal}/_history")
        yield Ask("maria", "GET", f"{one}/_history/<version>", f"/fhir/{self.goal}/_history/1")
        yield Ask("maria", "GET", f"{one}/$validate", f"/fhir/{self.goal}/$validate")
        yield Ask("birger", "GET", f"{one}/$validate", f"/fhir/{self.goal}/$validate")
        yield Ask("maria", "GET", type, "/fhir/Goal?patient=gunnel")
        yield Ask("maria", "GET", type, "/fhir/Goal?patient=birger")
        yield Ask("maria", "GET", type, "/fhir/Goal?_id=ghost&_summary=count")
        yield Ask("maria", "POST", type, "/fhir/Goal", goal("gunnel"))
        yield Ask("maria", "POST", type, "/fhir/Goal", goal("birger"))
        yield Ask("maria", "POST", f"{type}/_search", "/fhir/Goal/_search", form={"patient": "gunnel"})
        yield Ask("maria", "GET", f"{patient}/$everything", "/fhir/Patient/gunnel/$everything")
        for operation in ("$everything", "$document", "$changes"):
            of_plan = f"/fhir/CarePlan/<fhir_id:id>/{operation}"
            yield Ask("maria", "GET", of_plan, f"/fhir/CarePlan/{self.plan}/{operation}")
        yield Ask("gunnel", "GET", f"{patient}/<type_name:type>", "/fhir/Patient/gunnel/CarePlan")
        yield Ask(
            "gunnel",
            "POST",
            f"{patient}/<type_name:type>/_search",
            "/fhir/Patient/gunnel/Goal/_search",
            form={},
        )
        log = "/fhir/AuditEvent"
        yield Ask("gunnel", "GET", log, log)
        yield Ask("gunnel", "POST", f"{log}/_search", f"{log}/_search", form={})
        yield Ask("gunnel", "GET", f"{log}/<fhir_id:id>", f"{log}/ghost")
        yield Ask("gunnel", "GET", f"{patient}/AuditEvent", "/fhir/Patient/gunnel/AuditEvent")
        whole = f"{patient}/AuditEvent/_search"
        yield Ask("gunnel", "POST", whole, "/fhir/Patient/gunnel/AuditEvent/_search", form={})
        yield Ask(
            "maria",
            "POST",
            "/fhir",
            "/fhir",
            {"resourceType": "Bundle", "type": "transaction", "entry": [entry]},
        )

    def _of_contracts(self) -> Iterator[Ask]:
        yield Ask("maria", "POST", f"{V1}/contracts", f"{V1}/contracts", {"patient": "gunnel"})
        yield self._act("GET", "")
        yield self._act("GET", "", "birger")
        for name, body in contract.sections().items():
            yield self._act("PATCH", f"/sections/{name}", body=body)
        yield self._act("PATCH", "/sections/samre", body={"warnings": []})
        yield self._act("PATCH", "/sections/samordning", body={"title": "Min plan"})
        yield self._act("PATCH", "/sections/delning", body={"shares": []})
        said = {"utgava": 1, "answer": "ja"}
        yield self._act("POST", "/answer", body=said | {"method": "telefon"})
        yield self._act("POST", "/withdraw", body={"method": "telefon"})
        for act in ("publish", "pause", "resume"):
            yield self._act("POST", f"/{act}")
        yield self._act("POST", "/end", body={"reason": "flyttat"})
        for path in ("plan", "log", "sharing"):
            yield Ask("gunnel", "GET", f"{V1}/my/{path}", f"{V1}/my/{path}")
        yield Ask("gunnel", "POST", f"{V1}/my/plan/answer", f"{V1}/my/plan/answer", said)
        yield Ask("gunnel", "POST", f"{V1}/my/plan/withdraw", f"{V1}/my/plan/withdraw")
        yield Ask("gunnel", "POST", f"{V1}/my/sharing", f"{V1}/my/sharing", {"unit": "hemsjukvarden-ekby"})
        yield Ask("gunnel", "DELETE", f"{V1}/my/sharing/<consent>", f"{V1}/my/sharing/ghost")

    def _act(self, method: str, path: str, who: str = "maria", body: Body | None = None) -> Ask:
        return Ask(who, method, f"{V1}/contracts/<plan>{path}", f"{V1}/contracts/{self.plan}{path}", body)

    def _of_patients(self) -> Iterator[Ask]:
        reason = {"patient": "gunnel", "reason": "vardar-i-dag"}
        found = {"number": contract.number()}
        yield Ask("maria", "GET", f"{V1}/worklist", f"{V1}/worklist")
        yield Ask("maria", "GET", f"{V1}/patients/<patient>/shared", f"{V1}/patients/gunnel/shared")
        yield Ask("maria", "POST", f"{V1}/patients/search", f"{V1}/patients/search", found)
        yield Ask("maria", "POST", f"{V1}/relations", f"{V1}/relations", found | {"reason": "besok"})
        yield Ask("maria", "POST", f"{V1}/reasons", f"{V1}/reasons", reason)

    def _of_tokens(self) -> Iterator[Ask]:
        """Signing in is logged as well: without a log nobody gets in, and nobody gets a token."""
        key = json.loads((self._var / "demo-feed.jwk").read_text())
        grant = {
            "grant_type": "client_credentials",
            "scope": "system/Encounter.cu",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion("demo-feed", key, f"{BASE}/oauth/token"),
        }
        yield Ask("nobody", "POST", "/oauth/token", "/oauth/token", form=grant)
        page = self._http["nobody"].get("/logga-in")
        fields = dict(forms.read(page.text)[0].fields) | {"person": "gunnel"}
        yield Ask("nobody", "POST", "/logga-in", "/logga-in", form=fields)
