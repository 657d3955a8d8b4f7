"""Operations on one CarePlan: $everything, $document, and $changes between two utgåvor."""

import json
from typing import Any, Final
from uuid import uuid4

from flask import Response

from patientkontrakt import clock
from patientkontrakt.api.fhir import answers, bodies, bundles, refusals
from patientkontrakt.api.fhir.ask import Ask
from patientkontrakt.api.fhir.everything import pairs_of
from patientkontrakt.care.contract.between import Between, between
from patientkontrakt.care.contract.changes import Change
from patientkontrakt.care.contract.document import Document, document
from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.search import refusals as search_refusals
from patientkontrakt.fhir.text import render
from patientkontrakt.records.plan_everything import plan_everything

Body = dict[str, Any]
_HIGHEST: Final = 999_999


def everything(ask: Ask, id: str) -> Response:
    """GET or POST CarePlan/id/$everything: the plan and what belongs to it, in one page."""
    _numbers(_with_body(ask))
    with ask.reading() as desk:
        found = plan_everything(desk, id)
    entries = [bundles.found(ask.door.base, each, each.text, "match") for each in found]
    here = ("self", f"{ask.door.base}/CarePlan/{id}/$everything")
    return answers.pasted(ask, bundles.bundle("searchset", entries, [here]))


def as_document(ask: Ask, id: str) -> Response:
    """GET or POST CarePlan/id/$document: a contract as a Bundle of type document, its Composition first."""
    _numbers(_with_body(ask))
    with ask.reading() as desk:
        found = document(desk, id)
    return answers.pasted(ask, _bundle(ask, found))


def changes(ask: Ask, id: str) -> Response:
    """GET or POST CarePlan/id/$changes?from=2&to=3: every difference between two utgåvor, as Parameters and in words."""
    said = _numbers(_with_body(ask), "from", "to")
    with ask.reading() as desk:
        found = between(desk, id, said.get("from"), said.get("to"))
    return answers.pasted(ask, render(_parameters(found)))


def _bundle(ask: Ask, found: Document) -> str:
    base, first = ask.door.base, found.composition
    texts = [(f"{base}/Composition/{first['id']}", render(first))]
    texts += [(f"{base}/{each.key}", each.text) for each in found.entries]
    entries = [f'{render({"fullUrl": url})[:-1]},"resource":{text}}}' for url, text in texts]
    named = {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid4()}"}
    head = render(
        {"resourceType": "Bundle", "identifier": named, "type": "document", "timestamp": clock.iso(ask.now)}
    )
    return f'{head[:-1]},"entry":[{",".join(entries)}]}}'


def _parameters(found: Between) -> Body:
    numbers = [
        {"name": "from", "valuePositiveInt": found.first},
        {"name": "to", "valuePositiveInt": found.second},
    ]
    return {
        "resourceType": "Parameters",
        "parameter": [*numbers, *({"name": "change", "part": _change(each)} for each in found.changes)],
    }


def _change(change: Change) -> list[Body]:
    """Where it is, what kind of change, the sentence in both languages, and the values as JSON."""
    told = {
        "section": ("valueCode", change.part),
        "item": ("valueId", change.item),
        "field": ("valueCode", change.field),
        "kind": ("valueCode", change.kind),
        "sv": ("valueString", change.words.sv),
        "en": ("valueString", change.words.en),
        "before": ("valueString", _value(change.before)),
        "after": ("valueString", _value(change.after)),
    }
    return [{"name": name, kind: value} for name, (kind, value) in told.items() if value is not None]


def _value(value: Any) -> str | None:
    return None if value in (None, "", [], ()) else json.dumps(value, ensure_ascii=False)


def _with_body(ask: Ask) -> Ask:
    if ask.request.method != "POST":
        return ask
    if bodies.has_form(ask.request) or bodies.is_empty(ask.request):
        return ask.also(bodies.form(ask.request))
    return ask.also(pairs_of(bodies.resource(ask.request, "Parameters")))


def _numbers(ask: Ask, *names: str) -> dict[str, int]:
    """The numbers of utgåvor that are asked for. Raises Malformed for another parameter, or what is no number."""
    found = {}
    for name, value in ask.filters():
        if name not in names:
            raise refusals.not_a_parameter(name)
        if not (value.isascii() and value.isdigit() and 0 < int(value[:9]) <= _HIGHEST):
            raise Malformed(
                search_refusals.issue(
                    "value", name, "ska vara numret på en utgåva.", "must be the number of an utgåva."
                )
            )
        found[name] = int(value)
    return found
