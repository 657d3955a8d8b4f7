"""A contract as a FHIR document (R4 2.42.7): a Composition whose sections say in words what their entries hold."""

from dataclasses import dataclass
from html import escape
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.contract import queries
from patientkontrakt.care.contract.model import Status
from patientkontrakt.care.contract.parts_in_words import Part, parts
from patientkontrakt.care.contract.speaking import speech
from patientkontrakt.care.contract.views import View
from patientkontrakt.care.shapes import Resource, concept, ref
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.plan_everything import plan_everything
from patientkontrakt.records.stored import Stored

PLAN_NOTE: Final = codes.Code("http://loinc.org", "18776-5")
LANGUAGE: Final = "sv"


@dataclass(frozen=True)
class Document:
    """The Composition, and every resource that it names or that belongs to the plan, as far as the reader may read it."""

    composition: Resource
    entries: list[Stored]


def document(desk: Desk, plan: str) -> Document:
    """The contract as it stands, told to this reader. Raises NotFound, AccessRefused on scope."""
    view = queries.contract_view(desk, plan)
    entries = plan_everything(desk, plan)
    known = {each.key for each in entries}
    return Document(_composition(desk, view, known), entries)


def _composition(desk: Desk, view: View, known: set[str]) -> Resource:
    contract = view.contract
    told = parts(contract, speech(desk, contract))
    plan = f"CarePlan/{contract.id}"
    return {
        "resourceType": "Composition",
        "id": new_id(),
        "language": LANGUAGE,
        "text": _narrative([f"{contract.title}: {len(told)} delar."]),
        "status": "final" if contract.status is not Status.DRAFT else "preliminary",
        "type": concept(PLAN_NOTE),
        "subject": ref(contract.patient),
        "date": clock.iso(desk.now),
        "author": [ref(contract.author)] if contract.author else [],
        "title": contract.title,
        "custodian": ref(f"Organization/{view.custodian}"),
        "section": [*(_section(each, known) for each in told), _whole(plan, contract.title)],
    }


def _section(part: Part, known: set[str]) -> Resource:
    entries = [ref(key) for key in part.keys if key in known]
    told: Resource = {"title": part.title, "text": _narrative(part.lines)}
    return told | ({"entry": entries} if entries else {})


def _whole(plan: str, title: str) -> Resource:
    return {"title": "Planen", "text": _narrative([title]), "entry": [ref(plan)]}


def _narrative(lines: list[str] | tuple[str, ...]) -> Resource:
    """Generated XHTML: every word of anybody's is text, never markup."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return {
        "status": "generated",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml" lang="{LANGUAGE}"><ul>{items}</ul></div>',
    }
