"""A made-up world in real tables, and searches of it as the counter makes them."""

from patientkontrakt.db import Tx
from patientkontrakt.fhir.resource import stamp
from patientkontrakt.fhir.search.extract import extract
from patientkontrakt.fhir.search.query import SearchQuery, parse_query
from patientkontrakt.fhir.search.values import DateRange
from patientkontrakt.fhir.text import render
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.policy.terms import Always, RowIs
from patientkontrakt.store import index, resources, search
from patientkontrakt.store.filters import Rights
from patientkontrakt.store.record import Record
from tests.search.world import CUSTODIANS, Body

CLOSED = CUSTODIANS[1]


def custodian_of(body: Body) -> str:
    """Whose it is: every third is closed to the caller."""
    return CUSTODIANS[int(body["id"][1]) % 3 == 0]


def is_open(body: Body) -> bool:
    """What the caller may see of the world."""
    return custodian_of(body) != CLOSED


def put(tx: Tx, body: Body, number: int = 1) -> None:
    """Store and index one resource, in the transaction of that number, at the time that it says itself."""
    updated = DateRange.parse(body["meta"]["lastUpdated"]).lo
    text = render(stamp(body, body["id"], 1, updated))
    patient = _patient_of(body)
    record = Record(
        type=body["resourceType"],
        id=body["id"],
        version=1,
        patient=patient,
        custodian=custodian_of(body),
        unit=None,
        part="ovrigt",
        visibility="alla",
        starts=None,
        ends=None,
        updated=updated,
        tx=number,
        deleted=0,
        body=text,
    )
    resources.insert(tx, record)
    index.put(tx, record.type, record.id, patient, extract(body), fresh=True)


def _patient_of(body: Body) -> str | None:
    if body["resourceType"] in ("Patient", "Organization"):
        return str(body["id"]) if body["resourceType"] == "Patient" else None
    whose: Body = body.get("subject") or body.get("for") or {}
    return whose["reference"].split("/")[1] if "reference" in whose else None


def right_to(type: str) -> Restriction:
    """All but what is closed."""
    return Restriction(type, (("closed", RowIs("custodian", CLOSED)),), (("open", Always()),))


def rights_within(query: SearchQuery) -> Rights:
    """The same for every question within the question."""
    found: dict[SearchQuery, Restriction] = {}
    for link in query.links:
        for question in link.questions:
            found |= {question: right_to(question.type), **rights_within(question)}
    return found


def pages(tx: Tx, type: str, pairs: list[tuple[str, str]], size: int, now: int) -> list[str]:
    """The ids of all that is found, page by page."""
    query = parse_query(type, pairs, strict=True)
    found: list[str] = []
    after = None
    while True:
        hits = search.select(tx, query, right_to(type), size, after, now, rights_within(query))
        found += [record.id for record, _ in hits.rows]
        after = hits.after
        if after is None:
            return found


def count(tx: Tx, type: str, pairs: list[tuple[str, str]], now: int) -> int:
    """How many there are, asked at once."""
    query = parse_query(type, pairs, strict=True)
    return search.count(tx, query, right_to(type), now, rights_within(query))
