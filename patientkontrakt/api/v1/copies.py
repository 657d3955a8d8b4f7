"""Copies that leave the record: what staff give out, and what a person asks for of her own (R-6, GDPR art. 15)."""

from typing import Any, Final

from flask import Response

from patientkontrakt import clock
from patientkontrakt.api import negotiation
from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import Ask, asked
from patientkontrakt.api.v1.schemas import entries as shapes
from patientkontrakt.care import people, permissions
from patientkontrakt.care.entries import disclosing
from patientkontrakt.care.entries.disclosure import Disclosure
from patientkontrakt.care.entries.subject_access import my_export
from patientkontrakt.fhir.text import render
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.everything import Slice

blueprint = Blueprint("kopior", "Kopior som lämnar journalen: utlämnanden och registerutdrag.")
OF: Final = "my/export"


@blueprint.operation(
    "POST",
    "/contracts/<plan>/disclosures",
    permissions.DISCLOSE,
    shows=shapes.ShownDisclosure,
    takes=shapes.Disclose,
    status=201,
)
def disclose(act: dict[str, Any], plan: str) -> Any:
    """Write down that a copy of a contract is given out: to whom, why, what (PDL 3 kap. 11 §)."""
    with asked().writing() as desk:
        return disclosing.disclose(desk, plan, **act)


@blueprint.operation(
    "GET", "/contracts/<plan>/disclosures", permissions.DISCLOSURES, shows=shapes.Disclosures
)
def disclosures(plan: str) -> Any:
    """The copies of a contract that have been given out, newest first."""
    with asked().reading() as desk:
        return _listed(desk, disclosing.of_contract(desk, plan))


@blueprint.operation("GET", "/my/disclosures", permissions.MY_DISCLOSURES, shows=shapes.Disclosures)
def my_disclosures() -> Any:
    """To whom copies of what is written about her have been given, newest first."""
    with asked().reading() as desk:
        return _listed(desk, disclosing.my_disclosures(desk))


def _listed(desk: Desk, found: list[Disclosure]) -> dict[str, Any]:
    return {"disclosures": found, "people": people.described(desk, (each.by for each in found))}


@blueprint.operation(
    "GET",
    "/my/export",
    permissions.MY_EXPORT,
    shows=shapes.ExportedBundle,
    takes=shapes.TurnExport,
    location="query",
)
def export(act: dict[str, Any]) -> Any:
    """Everything she may see, as FHIR: a Bundle of type collection, in pages. That it was asked for is written down."""
    ask = asked()
    place = ask.place(OF, act["page"])
    with ask.writing() as desk:
        found = my_export(desk, (int(place[0]), str(place[1])) if place else None)
    return Response(_bundle(ask, found), content_type=f"{negotiation.FHIR_JSON}; charset=utf-8")


def _bundle(ask: Ask, found: Slice) -> str:
    """The Bundle, pasted together from stored texts."""
    head: dict[str, Any] = {"resourceType": "Bundle", "type": "collection", "timestamp": clock.iso(ask.now)}
    if found.after:
        url = f"{ask.door.base_url}/api/v1/{OF}?page={ask.sealed(OF, found.after)}"
        head["link"] = [{"relation": "next", "url": url}]
    entries = ",".join(
        f'{{"fullUrl":{render(f"{ask.door.base_url}/fhir/{each.key}")},"resource":{each.text}}}'
        for each in found.resources
    )
    return f'{render(head)[:-1]},"entry":[{entries}]}}'
