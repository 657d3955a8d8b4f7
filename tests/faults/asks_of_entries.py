"""One request of each address where an entry is said to be wrong, withheld, given out or decided about."""

from collections.abc import Iterator

from tests.faults.ask import Ask, Body

V1 = "/api/v1"


def asks(plan: str, goal: str) -> Iterator[Ask]:
    """`plan` is Gunnel's contract, `goal` the id of a goal of hers."""
    part = {"part": f"Goal/{goal}"}
    yield _hers("GET", "objections")
    yield _hers("POST", "objections", part | {"text": "Nej."})
    yield _about(plan, "GET", "objections")
    answer = f"{V1}/contracts/<plan>/objections/<objection>/answer"
    yield Ask("maria", "POST", answer, f"{V1}/contracts/{plan}/objections/ghost/answer", {"text": "Jo."})
    given = {"to": "Försäkringskassan", "reason": "På patientens begäran."}
    yield _about(plan, "POST", "disclosures", given)
    yield _about(plan, "GET", "disclosures")
    yield _hers("GET", "disclosures")
    yield _hers("GET", "export")
    hidden = part | {
        "reason": "Risk för våld.",
        "reviewer": "PractitionerRole/johan",
        "review_by": "2199-01-07",
    }
    yield _about(plan, "POST", "withhold", hidden)
    yield _about(plan, "POST", "withhold/end", part)
    yield from _of_guardians()
    yield _about(plan, "POST", "corrections", part | {"version": 1, "reason": "Fel patient."})


def _of_guardians() -> Iterator[Ask]:
    """Maria is no doctor: refused, and logged."""
    said = {"reason": "Särskilda skäl.", "until": "2199-01-07"}
    patient, person = f"{V1}/patients/<patient>", f"{V1}/patients/<patient>/guardians/<person>"
    hers, ghost = f"{V1}/patients/gunnel", f"{V1}/patients/gunnel/guardians/ghost"
    yield Ask("maria", "GET", f"{patient}/guardians", f"{hers}/guardians")
    yield Ask("maria", "POST", f"{person}/block", f"{ghost}/block", said)
    yield Ask("maria", "POST", f"{person}/extend", f"{ghost}/extend", said | {"child_agrees": True})
    yield Ask("maria", "POST", f"{patient}/maturity", f"{hers}/maturity", said)
    for act in ("block", "extend"):
        yield Ask("maria", "POST", f"{person}/{act}/end", f"{ghost}/{act}/end")
    yield Ask("maria", "POST", f"{patient}/maturity/end", f"{hers}/maturity/end")


def _hers(method: str, path: str, body: Body | None = None) -> Ask:
    return Ask("gunnel", method, f"{V1}/my/{path}", f"{V1}/my/{path}", body)


def _about(plan: str, method: str, path: str, body: Body | None = None) -> Ask:
    return Ask("maria", method, f"{V1}/contracts/<plan>/{path}", f"{V1}/contracts/{plan}/{path}", body)
