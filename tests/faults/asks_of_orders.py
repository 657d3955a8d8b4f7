"""One request of each address where a backend client orders what comes later: exports and notifications."""

from collections.abc import Iterator

from tests.faults.ask import Ask

WHO = "demo-integrator"


def asks() -> Iterator[Ask]:
    """What is not there is asked for as well: looking for it is noted."""
    yield from _of_exports()
    yield from _of_subscriptions()


def _of_exports() -> Iterator[Ask]:
    later = {"Prefer": "respond-async"}
    for level, where in (("", ""), ("/Patient", "/Patient"), ("/Group/<fhir_id:id>", "/Group/ghost")):
        yield Ask(WHO, "GET", f"/fhir{level}/$export", f"/fhir{where}/$export", headers=later)
        yield Ask("maria", "POST", f"/fhir{level}/$export", f"/fhir{where}/$export", headers=later)
    for method in ("GET", "DELETE"):
        yield Ask(WHO, method, "/fhir/_export/<job>", "/fhir/_export/ghost")
    yield Ask(WHO, "GET", "/fhir/_export/<job>/<file>", "/fhir/_export/ghost/Goal.1.ndjson")


def _of_subscriptions() -> Iterator[Ask]:
    kind = "/fhir/Subscription"
    one, ghost = f"{kind}/<fhir_id:id>", f"{kind}/ghost"
    yield Ask(WHO, "GET", kind, kind)
    yield Ask("maria", "GET", kind, kind)
    yield Ask(WHO, "POST", f"{kind}/_search", f"{kind}/_search", form={})
    yield Ask(WHO, "GET", f"{kind}/$status", f"{kind}/$status")
    yield Ask(WHO, "GET", one, ghost)
    for operation in ("$status", "$events"):
        yield Ask(WHO, "GET", f"{one}/{operation}", f"{ghost}/{operation}")
