"""Every way to ask that could tell whether something hidden is there: reading, searching, writing, and the domain API."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.worlds.hidden import HIDDEN, SECRET, Hidden, goal, observation, task

Body = dict[str, Any]
SORTS = ("_lastUpdated", "-_lastUpdated", "_id", "date", "-date", "status", "identifier")
FILTERS = (
    "",
    "patient=gunnel",
    "patient=Patient/gunnel&_summary=count",
    "_summary=true&patient=gunnel",
    "_elements=id",
    "identifier=HEMLIG",
    "identifier=urn:example:hemligt|HEMLIG&_summary=count",
    "_lastUpdated=gt2020-01-01",
    "_id:not=x",
    "_include=*",
    "_include:iterate=*",
    "patient=gunnel&_revinclude=Task:focus",
    "_revinclude=Task:focus&_revinclude=Observation:focus&_revinclude:iterate=CarePlan:goal",
    "_has:Task:focus:status=requested",
)
CHAINS = (
    f"Task?focus:CarePlan.title={SECRET}",
    f"CarePlan?goal.identifier=HEMLIG&title={SECRET}",
    "Task?focus:Goal.identifier=HEMLIG",
    "Goal?_has:CarePlan:goal:identifier=HEMLIG",
    f"Goal?_has:CarePlan:goal:title={SECRET}",
    "Patient?_has:Goal:patient:identifier=HEMLIG",
    "Patient?_has:Task:patient:status=requested",
)
ROOTS = (
    "/Goal/_history?_count=3",
    "/_history?_count=5",
    "/?_type=Goal,CarePlan,Task&_total=accurate",
    "/Patient/gunnel/*?_type=Goal,CarePlan,Task&_total=accurate",
)


@dataclass(frozen=True)
class Asked:
    """One request, below /fhir unless its path begins with /api."""

    method: str
    path: str
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


def of(name: str) -> list[Asked]:
    """What one asker asks."""
    return [*_readings(name), *_searches(), *_writings(name)]


def _readings(name: str) -> Iterator[Asked]:
    for hidden in HIDDEN[name]:
        key = _key(hidden)
        yield Asked("GET", f"/{key}")
        yield Asked("GET", f"/{key}/_history")
        yield Asked("GET", f"/{key}/_history/1")
    yield Asked("HEAD", f"/{_key(HIDDEN[name][0])}")
    yield Asked("GET", "/Patient/gunnel/$everything")
    yield Asked("GET", "/Patient/gunnel/$everything?_count=2")
    yield Asked("GET", "/Patient/gunnel/$everything?_type=Goal,CarePlan&_since=2020-01-01T00:00:00Z")


def _searches() -> Iterator[Asked]:
    for type in ("Goal", "Task"):
        for query in FILTERS:
            yield Asked("GET", f"/{type}?{query}&_total=accurate")
    for type in ("CarePlan", "Observation", "QuestionnaireResponse", "Consent"):
        yield Asked("GET", f"/{type}?_total=accurate&_count=2")
        yield Asked("GET", f"/Patient/gunnel/{type}?_total=accurate")
    for path in ROOTS:
        yield Asked("GET", path)
    for sort in SORTS:
        yield Asked("GET", f"/Goal?patient=gunnel&_sort={sort}&_count=1&_total=accurate")
    for chain in CHAINS:
        yield Asked("GET", f"/{chain}&_total=accurate")


def _writings(name: str) -> Iterator[Asked]:
    """Conditions, references and versions as oracles. Goals come first among what is hidden from all but one."""
    hidden = next(
        each for each in HIDDEN[name] if each.body["resourceType"] in ("Goal", "QuestionnaireResponse")
    )
    type, id = _key(hidden).split("/")
    known = {"If-None-Exist": "identifier=urn:example:hemligt|HEMLIG&_id=" + id}
    yield Asked(
        "POST",
        "/Observation",
        observation("x", "Goal/synligt-mal"),
        {"If-None-Exist": f"identifier=HEMLIG&_id={id}"},
    )
    yield Asked("POST", "/Goal", goal("x"), known)
    yield Asked("PUT", f"/{type}/{id}", {**hidden.body}, {"If-Match": 'W/"1"'})
    yield Asked("PUT", f"/{type}/{id}", {**hidden.body})
    yield Asked("PUT", f"/{type}?_id={id}", {**hidden.body}, {"If-Match": 'W/"1"'})
    yield Asked("PATCH", f"/{type}/{id}", [], {"If-Match": 'W/"1"'})
    yield Asked("DELETE", f"/{type}/{id}")
    yield Asked("DELETE", f"/{type}?_id={id}")
    yield Asked("POST", "/Task", task("x", f"{type}/{id}"))
    for entry in (
        {"request": {"method": "GET", "url": f"{type}/{id}"}},
        {"request": {"method": "GET", "url": f"{type}?_id={id}&_total=accurate"}},
        {"resource": task("x", f"{type}/{id}"), "request": {"method": "POST", "url": "Task"}},
        {
            "resource": {**hidden.body},
            "request": {"method": "PUT", "url": f"{type}/{id}", "ifMatch": 'W/"1"'},
        },
        {"resource": goal("x"), "request": {"method": "POST", "url": "Goal", "ifNoneExist": f"_id={id}"}},
    ):
        yield Asked("POST", "", {"resourceType": "Bundle", "type": "transaction", "entry": [entry]})


def _key(hidden: Hidden) -> str:
    return f"{hidden.body['resourceType']}/{hidden.body['id']}"
