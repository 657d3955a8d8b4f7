"""S-150: forty calls of every kind leave exactly the rows they should: who, what, on what ground, about whom, how much."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask

from tests.auth import flow
from tests.journeys import contract
from tests.journeys.people import backend, patient, staff, stranger
from tests.records.region import goal

Row = tuple[str, str, str, str | None, int]
"""Action, outcome, ground or reason, patient, how many resources."""
Step = tuple[str | None, Callable[[], Any], list[Row]]
"""Who, the call, and its rows."""

V1, FHIR = "/api/v1", "/fhir"
UNITS = {"maria": "linden", "dag": "eken"}


def read(
    reason: str = "relation", count: int = 1, patient: str | None = "gunnel", outcome: str = "permitted"
) -> Row:
    return ("read", outcome, reason, patient, count)


def seen(reason: str, count: int, patient: str | None = "gunnel") -> Row:
    return ("search", "permitted", reason, patient, count)


SIGNED_IN = [("login", "permitted", "", None, 0), ("token", "permitted", "", None, 0)]
HER_OWN = [("login", "permitted", "", "gunnel", 0), ("token", "permitted", "", "gunnel", 0)]
A_PLAN = [seen("relation", 9), seen("reference_data", 1, None), seen("no_hits", 0)]
HER_PLAN = [seen("own_record", 10), *A_PLAN[1:]]
FAILED = ("request", "failed", "Invalid", None, 0)


class Script:
    """The callers, signing in as they come, and a contract of Gunnel's."""

    def __init__(self, region: Flask) -> None:
        self.region = region
        self.by: dict[str, Any] = {}
        self.plan = ""

    def enter(self, who: str, how: Callable[[Flask, str], Any]) -> Callable[[], None]:
        return lambda: self.by.update({who: how(self.region, who)})

    def get(self, who: str, path: str) -> Callable[[], Any]:
        return lambda: self.by[who].get(path.replace("PLAN", self.plan))

    def post(self, who: str, path: str, body: Any = None) -> Callable[[], Any]:
        return lambda: self.by[who].post(path.replace("PLAN", self.plan), body)

    def open(self) -> None:
        body = {"patient": "gunnel", "title": "Min plan", "sections": contract.sections()}
        self.plan = self.by["maria"].post(f"{V1}/contracts", body).json["id"]

    def steps(self) -> Iterator[Step]:
        yield from self.signing_in()
        yield from self.care()
        yield from self.refused()
        yield from self.hers()
        yield from self.systems()

    def signing_in(self) -> Iterator[Step]:
        yield "maria", self.enter("maria", staff), SIGNED_IN
        yield "dag", self.enter("dag", staff), SIGNED_IN
        yield "gunnel", self.enter("gunnel", patient), HER_OWN
        yield None, self.enter("demo-feed", backend), SIGNED_IN[1:]
        yield None, self.enter("demo-integrator", backend), SIGNED_IN[1:]
        failed = ("login", "refused", "unknown", None, 0)
        yield None, lambda: flow.sign_in(self.region.test_client(), "nobody-here"), [failed]

    def care(self) -> Iterator[Step]:
        yield "maria", self.get("maria", f"{FHIR}/Patient/gunnel"), [read()]
        yield "maria", self.open, [("create", "permitted", "command", "gunnel", 1)]
        given = [
            ("create", "permitted", "command", "gunnel", 7),
            ("update", "permitted", "command", "gunnel", 1),
        ]
        yield "maria", self.post("maria", f"{V1}/contracts/PLAN/publish"), given
        yield "maria", self.get("maria", f"{V1}/contracts/PLAN"), A_PLAN
        yield "maria", self.get("maria", f"{FHIR}/Task?patient=gunnel"), [seen("relation", 3)]
        yield "maria", self.get("maria", f"{FHIR}/Goal?patient=gunnel&_summary=count"), [seen("no_hits", 0)]
        everything = [("everything", "permitted", "relation", "gunnel", 11)]
        yield "maria", self.get("maria", f"{FHIR}/Patient/gunnel/$everything"), everything
        yield "maria", self.get("maria", f"{FHIR}/CarePlan/PLAN"), [read()]
        versions = [("history", "permitted", "history", "gunnel", 2)]
        yield "maria", self.get("maria", f"{FHIR}/CarePlan/PLAN/_history"), versions
        one = [("vread", "permitted", "relation", "gunnel", 1)]
        yield "maria", self.get("maria", f"{FHIR}/CarePlan/PLAN/_history/2"), one
        yield "maria", self.get("maria", f"{V1}/worklist/counts"), [seen("counted", 0, None)]
        yield (
            "maria",
            self.post("maria", f"{FHIR}/Goal", goal("gunnel")),
            [("create", "permitted", "relation", "gunnel", 1)],
        )
        yield (
            "maria",
            self.post("maria", f"{FHIR}/Goal", {**goal("gunnel"), "lifecycleStatus": "nej"}),
            [FAILED],
        )
        why = {"patient": "gunnel", "reason": "vardar-i-dag"}
        told = [read(), ("reason", "permitted", "vardar-i-dag", "gunnel", 0)]
        yield "maria", self.post("maria", f"{V1}/reasons", why), told
        yield "maria", self.get("maria", f"{FHIR}/Patient/gunnel"), [read()]

    def refused(self) -> Iterator[Step]:
        no = read("no_ground", 0, outcome="refused")
        yield "dag", self.get("dag", f"{FHIR}/CarePlan/PLAN"), [no]
        yield "dag", self.get("dag", f"{V1}/contracts/PLAN"), [no]
        yield "dag", self.get("dag", f"{FHIR}/Patient/gunnel"), [no]
        yield "dag", self.get("dag", f"{FHIR}/Task?patient=gunnel"), [seen("no_hits", 0)]
        ghost = [read("not_there", 0, None, "refused")]
        yield "dag", self.get("dag", f"{FHIR}/CarePlan/ghost"), ghost
        never = [("delete", "refused", "never", None, 0)]
        yield "dag", lambda: self.by["dag"].delete(f"{FHIR}/CarePlan/{self.plan}"), never
        yield (
            "dag",
            self.post("dag", f"{FHIR}/Goal", goal("gunnel")),
            [("create", "refused", "reference", "gunnel", 0)],
        )
        yield (
            "dag",
            self.get("dag", f"{FHIR}/AuditEvent?patient=gunnel"),
            [("search", "refused", "no_ground", "gunnel", 0)],
        )
        yield None, lambda: stranger(self.region).get(f"{FHIR}/Patient/gunnel"), []
        yield None, lambda: self.region.test_client().get(f"{FHIR}/Patient/gunnel"), []

    def hers(self) -> Iterator[Step]:
        yield "gunnel", self.get("gunnel", f"{V1}/my/plan"), HER_PLAN
        answer = {"utgava": 1, "answer": "ja"}
        written = [
            ("update", "permitted", "command", "gunnel", 5),
            ("create", "permitted", "command", "gunnel", 1),
        ]
        yield "gunnel", self.post("gunnel", f"{V1}/my/plan/answer", answer), written
        yield "gunnel", self.get("gunnel", f"{V1}/my/log"), [seen("own_log", 0)]
        yield "gunnel", self.get("gunnel", f"{V1}/my/log/extract"), [seen("own_log", 0)]
        yield "gunnel", self.get("gunnel", f"{FHIR}/AuditEvent"), [seen("own_log", 0)]
        yield (
            "gunnel",
            self.get("gunnel", f"{FHIR}/Patient/birger"),
            [read("no_ground", 0, "birger", "refused")],
        )

    def systems(self) -> Iterator[Step]:
        integrator = "demo-integrator"
        yield integrator, self.get(integrator, f"{FHIR}/Patient/gunnel"), [read("group")]
        yield integrator, self.get(integrator, f"{FHIR}/CarePlan?patient=gunnel"), [seen("group", 1)]
        yield (
            integrator,
            self.post(integrator, f"{FHIR}/Goal", goal("gunnel")),
            [("create", "refused", "scope", None, 0)],
        )


def test_s_150_forty_calls_leave_exactly_the_rows_they_should(region: Flask) -> None:
    script, database = Script(region), region.extensions["patientkontrakt"].database

    def newest() -> int:
        with database.read() as tx:
            row = tx.row("SELECT max(id) FROM access_log")
        return int(row[0]) if row else 0

    def since(before: int) -> list[tuple[Any, ...]]:
        with database.read() as tx:
            sql = (
                "SELECT action, outcome, reason, patient, count, who, unit, purpose FROM access_log"
                " WHERE id > :before ORDER BY id"
            )
            return tx.rows(sql, {"before": before})

    steps = 0
    for number, (who, call, expected) in enumerate(script.steps(), 1):
        before = newest()
        call()
        rows = since(before)
        assert [row[:5] for row in rows] == expected, (number, who, rows)
        if who:
            assert {row[5].partition("/")[2] or row[5].partition(":")[2] for row in rows} == {who}, number
            if who in UNITS:
                assert {row[6] for row in rows} == {UNITS[who]}, number
        steps = number
    assert steps == 40
    assert since(newest() - 1)[0][7] == "Vård och behandling"
