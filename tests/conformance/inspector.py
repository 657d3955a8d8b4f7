"""Asks a server what Inferno's kits ask it: values drawn from what is there, answers checked by the oracle of search."""

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from werkzeug.test import TestResponse

from patientkontrakt import clock
from tests.api.fhir.house import FHIR, Body, Caller, House
from tests.api.fhir.test_search import link
from tests.conformance.guides import IPA, US_CORE, US_CORE_PARAMETERS
from tests.fhir.search.samples import Definition
from tests.search.oracle import OFFICIAL, Oracle

Question = tuple[tuple[str, str], ...]
TYPES = {*IPA, *US_CORE}


def _added(type: str, name: str, kind: str, path: str) -> tuple[tuple[str, str], Definition]:
    url = f"{US_CORE_PARAMETERS}{type.lower()}-{name}"
    return (type, name), Definition(type, name, kind, url, None, f"{type}.{path}")


# What is asked beyond R4's own parameters of a type: US Core's, and those of every type.
KNOWN = OFFICIAL | dict(
    (
        _added("CareTeam", "role", "token", "participant.role"),
        _added("Encounter", "discharge-disposition", "token", "hospitalization.dischargeDisposition"),
        _added("Goal", "description", "token", "description"),
        *(_added(type, "_lastUpdated", "date", "meta.lastUpdated") for type in TYPES),
    )
)


class Inspector:
    """One caller's view of a house. What is Birger's is not hers."""

    def __init__(self, caller: Caller, house: House) -> None:
        self.caller, self.house = caller, house

    @cached_property
    def oracle(self) -> Oracle:
        """Knows every resource of the types asked for."""
        rows = self.house.rows("SELECT type, body FROM resource ORDER BY tx, id")
        bodies = [json.loads(text) for type, text in rows if type in TYPES]
        return Oracle(bodies, clock.now(), _is_hers_or_anybodys, KNOWN)

    def bodies(self, type: str) -> list[Body]:
        """What there is of a type to be seen."""
        return [
            body for body in self.oracle.bodies if body["resourceType"] == type and self.oracle.open(body)
        ]

    def questions(self, type: str, search: str) -> list[Question]:
        """The question `a+b` as each resource that has all its values would answer it; no question twice."""
        drawn = (self._drawn(body, search.split("+")) for body in self.bodies(type))
        return list(dict.fromkeys(question for question in drawn if question))

    def values(self, type: str, name: str) -> list[str]:
        """Each value there is of a parameter, as one asks for it."""
        return list(
            dict.fromkeys(value for body in self.bodies(type) for value in self.values_in(body, name))
        )

    def kind(self, type: str, name: str) -> str:
        """token, date, ...: what sort of parameter it is."""
        return "token" if name == "_id" else self.oracle.known[type, name].kind

    def values_in(self, body: Body, name: str) -> list[str]:
        """The values of a parameter in one resource, as one asks for them."""
        if name == "_id":
            return [body["id"]]
        kind = self.kind(body["resourceType"], name)
        return [_written(kind, element) for element in self.oracle.elements(body, name)]

    def expected(self, type: str, question: Question) -> set[str]:
        """The ids of what answers, by the oracle."""
        return set(self.oracle.found(type, list(question)))

    def search(self, type: str, question: Question, *more: tuple[str, str]) -> Body:
        """The answer to a search by GET, which there must be."""
        response = self.ask(type, question, *more)
        assert response.status_code == 200, response.text
        bundle: Body = response.json
        return bundle

    def ask(self, type: str, question: Question, *more: tuple[str, str]) -> TestResponse:
        """A search by GET."""
        return self.caller.get(f"/{type}?{urlencode([*question, *more])}")

    def pages(self, type: str, question: Question, *more: tuple[str, str]) -> Iterator[Body]:
        """Each page of an answer."""
        page = self.search(type, question, *more)
        while True:
            yield page
            onward = link(page, "next")
            if not onward:
                return
            response = self.caller.get(onward.removeprefix(FHIR))
            assert response.status_code == 200, response.text
            page = response.json

    def _drawn(self, body: Body, names: list[str]) -> Question:
        values = [(name, self.values_in(body, name)) for name in names]
        return (
            tuple((name, first) for name, (first, *_) in values)
            if all(all_of for _, all_of in values)
            else ()
        )


def ids(bundle: Body, mode: str = "match") -> list[str]:
    """The ids of a bundle's entries of one mode."""
    return [each["resource"]["id"] for each in bundle.get("entry", []) if each["search"]["mode"] == mode]


def elements(body: Any, path: str) -> list[Any]:
    """What stands at a plain path."""
    found = [body]
    for name in path.split("."):
        inner = [each[name] for each in found if name in each]
        found = [one for each in inner for one in (each if isinstance(each, list) else [each])]
    return found


def _is_hers_or_anybodys(body: Body) -> bool:
    return "birger" not in json.dumps([body["id"], body.get("subject"), body.get("patient")])


def _written(kind: str, element: Any) -> str:
    match kind:
        case "token":
            return _token(element)
        case "reference":
            return element if isinstance(element, str) else str(element["reference"])
        case "date":
            return str(element if isinstance(element, str) else f"ge{element['start']}")
        case _:
            return element if isinstance(element, str) else str(element["family"])


def _token(element: Any) -> str:
    """`system|code`, as far as there is a system."""
    if isinstance(element, bool):
        return str(element).lower()
    if isinstance(element, str):
        return element
    coding = element["coding"][0] if "coding" in element else element
    return f"{coding['system']}|{coding.get('code') or coding['value']}"
