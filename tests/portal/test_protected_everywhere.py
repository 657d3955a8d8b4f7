"""Every address there is, asked about Elsa by people at work outside her small circle (S-2, S-161; row U1)."""

from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask

from tests.journeys.people import staff
from tests.portal.conftest import Visit
from tests.portal.known import known_at

CANARIES = ("Elsa", "070-174 06 91", "Box 40", "Samtal med Dag", "sidodörren")
"""Her name, telephone and address in the demo, and the visit that is planned."""

EXEMPT = ("/logga-in", "/in", "/inloggad", "/logga-ut", "/static/<path:filename>", "/sprak")
"""Signing in and out: in the demo that page names everybody one can be."""

IDS = {
    "patient": ["elsa"],
    "plan": ["elsa-kontrakt"],
    "contract": ["elsa-kontrakt"],
    "task": ["elsa-ansvar-2"],
    "unit": ["eken"],
    "operation": ["everything"],
    **{name: ["1"] for name in ("number", "first", "second", "version", "consent")},
}


def addresses(app: Flask) -> list[str]:
    """Every address that can be asked for with GET, about each of the things that are Elsa's."""
    hers = _hers(app)
    found = {
        path
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.rule not in EXEMPT
        for path in _filled(rule.rule, set(rule.arguments), hers)
    }
    return sorted(found)


def _hers(app: Flask) -> dict[str, str]:
    """One resource of each type that she has: type to id."""
    with app.extensions["patientkontrakt"].database.read() as tx:
        rows = tx.rows("SELECT type, max(id) FROM resource WHERE patient = 'elsa' GROUP BY type")
    return {row[0]: row[1] for row in rows}


def _filled(rule: str, names: set[str], hers: dict[str, str]) -> Iterator[str]:
    if {"type", "id"} <= names:
        for type, id in hers.items():
            whose = "elsa" if rule.startswith("/fhir/Patient") else id
            yield from _each(rule, names, {"type": [type], "id": [whose]})
    else:
        ids = ["elsa-kontrakt"] if rule.startswith("/arbete/kontrakt") else [*hers.values()]
        yield from _each(rule, names, {"type": [*hers], "id": ids})
        if rule == "/fhir/<type>":
            yield from (f"/fhir/{type}?patient=elsa&_include={type}:*" for type in hers)


def _each(rule: str, names: set[str], known: dict[str, list[str]]) -> Iterator[str]:
    """Whatever has no name of ours is the id of something of hers."""
    ordered = sorted(names)
    values = [known.get(name) or IDS.get(name) or known["id"] for name in ordered]
    for chosen in product(*values):
        path = rule
        for name, value in zip(ordered, chosen, strict=True):
            for kind in ("", "fhir_id:", "type_name:", "int:", "path:"):
                path = path.replace(f"<{kind}{name}>", value)
        yield path


@pytest.mark.parametrize(
    ("who", "unit"), [("maria", "linden"), ("ahmed", "hemsjukvarden-ekby"), ("lars", None)]
)
def test_s_161_row_u1_no_address_tells_who_or_where_she_is(
    region: Flask, visit: Visit, who: str, unit: str | None
) -> None:
    if unit:
        known_at(region, unit)
    asked = addresses(region)
    assert len(asked) > 100
    leaks = [
        (path, word) for path, text in answers(region, visit, who, asked) for word in CANARIES if word in text
    ]
    assert leaks == []


def test_the_same_addresses_tell_her_fixed_contact(region: Flask, visit: Visit) -> None:
    """Row U1: and so the words would have been found."""
    told = "".join(text for _, text in answers(region, visit, "dag", addresses(region)))
    assert [word for word in CANARIES if word not in told] == []


def answers(app: Flask, visit: Visit, who: str, asked: list[str]) -> Iterator[tuple[str, str]]:
    """What each address says: pages to her browser, the rest to her app."""
    token, browser = staff(app, who), visit(who)
    for path in asked:
        if path.startswith(("/fhir", "/api", "/oauth")):
            response = token.get(path)
        else:
            browser.get(path)
            assert browser.at is not None
            response = browser.at
        assert response.status_code != 500, path
        yield path, response.get_data().decode("utf-8", "replace")  # a package is no text
