"""One request of each address that the pages stand on."""

from collections.abc import Iterator

from tests.faults.ask import Ask, Body
from tests.journeys import contract

V1 = "/api/v1"
WHAT = {"text": "Något att säga"}


def asks(plan: str, goal: str) -> Iterator[Ask]:
    """Each would be answered, or refused for a reason of care, if it could be logged."""
    yield from _of_the_patient()
    yield from _of_the_contract(plan, goal)
    yield from _of_the_unit()


def _my(method: str, path: str, body: Body | None = None, **ids: str) -> Ask:
    there = path
    for name, value in ids.items():
        there = there.replace(f"<{name}>", value)
    return Ask("gunnel", method, f"{V1}/my{path}", f"{V1}/my{there}", body)


def _of_the_patient() -> Iterator[Ask]:
    for path in ("/changes", "/events", "/first-page", "/notes", "/profile", "/questions"):
        yield _my("GET", path)
    for path in ("/log/extract", "/log/extract.csv", "/log/latest", "/log/orders"):
        yield _my("GET", path)
    yield _my("POST", "/log/order", {"from": "2020-01-01", "to": "2020-02-01"})
    yield _my("GET", "/utgavor/<number>", number="1")
    yield _my("GET", "/utgavor/<first>/changes/<second>", first="1", second="1")
    yield _my("PUT", "/story", WHAT | {"version": 999})  # refused: care goes on writing hers in these tests
    yield _my("POST", "/goals", WHAT)
    yield _my("PUT", "/goals/<goal>", WHAT | {"version": 1}, goal="ghost")
    yield _my("POST", "/goals/<goal>/end", {}, goal="ghost")
    yield _my("POST", "/promises", WHAT)
    yield _my("PUT", "/promises/<promise>", WHAT | {"version": 1}, promise="ghost")
    for act in ("done", "undo", "help"):
        yield _my("POST", f"/promises/<promise>/{act}", {}, promise="ghost")
    yield _my("POST", "/notes", WHAT)
    yield _my("POST", "/notes/<note>/remove", {}, note="ghost")
    yield _my("POST", "/questions", WHAT | {"about": "plan"})
    yield _my("POST", "/times/<time>/answer", {"answer": "ja"}, time="ghost")


def _of_the_contract(plan: str, goal: str) -> Iterator[Ask]:
    def act(method: str, path: str, body: Body | None = None, **ids: str) -> Ask:
        there = path
        for name, value in ids.items():
            there = there.replace(f"<{name}>", value)
        return Ask("maria", method, f"{V1}/contracts/<plan>{path}", f"{V1}/contracts/{plan}{there}", body)

    for path in ("/changes", "/events", "/participants", "/sharing"):
        yield act("GET", path)
    yield act("GET", "/utgavor/<number>", number="1")
    yield act("GET", "/utgavor/<first>/changes/<second>", first="1", second="1")
    sections = contract.sections() | {
        "samre": {"warnings": []},
        "samordning": {"title": "Plan"},
        "delning": {"shares": []},
    }
    for name, data in sections.items():
        yield act("POST", f"/sections/{name}/merge", {"version": 0, "data": data})
        yield act("POST", f"/sections/{name}/rebase", {"version": 0})
    yield act("POST", "/drafts/discard", {})
    yield act("POST", "/followups", {"goals": []})
    yield act("POST", "/goals/<goal>/level", {"value": 0}, goal=goal)
    yield act("POST", "/invitations", {"unit": "ekby-sjukhus-hjarta", "reason": "samordning"})
    yield act("POST", "/invitations/<unit>/remind", {}, unit="ekby-sjukhus-hjarta")
    yield act("POST", "/promises/<task>/note", WHAT, task="ghost")
    yield act("POST", "/promises/<task>/remind", {}, task="ghost")
    yield act("POST", "/promises/<task>/status", {"status": "pagar"}, task="ghost")
    yield act("POST", "/proposals", WHAT | {"when": "varje dag"})
    share = {"unit": "hemsjukvarden-ekby", "level": "hela", "method": "muntligt"}
    yield act("POST", "/sharing", share)
    yield act("POST", "/sharing/<consent>/stop", {"method": "muntligt"}, consent="ghost")


def _of_the_unit() -> Iterator[Ask]:
    for path in ("/me", "/invitations", "/patients", "/questions", "/shared", "/work-items"):
        yield Ask("gunnel" if path == "/me" else "maria", "GET", f"{V1}{path}", f"{V1}{path}")
    for path in ("overview", "times"):
        yield Ask("maria", "GET", f"{V1}/patients/<patient>/{path}", f"{V1}/patients/gunnel/{path}")
    yield from _of_the_log_reader()
    for act in ("accept", "decline"):
        rule = f"{V1}/invitations/<invitation>/{act}"
        yield Ask("maria", "POST", rule, f"{V1}/invitations/ghost/{act}", {})
    yield Ask("maria", "POST", f"{V1}/questions/<question>/answer", f"{V1}/questions/ghost/answer", WHAT)
    yield Ask("maria", "POST", f"{V1}/work-items/<task>/done", f"{V1}/work-items/ghost/done", {})


def _of_the_log_reader() -> Iterator[Ask]:
    for path in ("list", "counts", "checks", "orders"):
        yield Ask("lars", "GET", f"{V1}/review/{path}", f"{V1}/review/{path}")
    yield Ask("lars", "GET", f"{V1}/review/<row_id>", f"{V1}/review/ghost")
    yield Ask(
        "lars", "POST", f"{V1}/review/<row_id>/check", f"{V1}/review/ghost/check", {"verdict": "misstanke"}
    )
    yield Ask("lars", "POST", f"{V1}/review/orders/<order>/done", f"{V1}/review/orders/ghost/done")
