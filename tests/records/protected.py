"""Elsa, whose identity is protected, with everything about her that nobody outside her circle may see; and Dag of Eken."""

from collections.abc import Callable
from typing import Any

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.policy.actor import Actor
from patientkontrakt.records import reader, writer
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.importing.run import operator
from patientkontrakt.records.stored import Stored
from tests.cast import NOW, PATIENTS, STAFF
from tests.records.region import imported_by, relation

Body = dict[str, Any]
Given = Callable[..., str]

LABEL = {"system": systems.SECURITY_LABEL, "code": "sekretessmarkering"}
HTEST = {"system": systems.HTEST[0], "code": systems.HTEST[1]}
NAME, STREET, PHONE = "Elsa Skyddad", "Hemliga gatan 4", "070-174 06 88"
RELATIVE, RELATIVES_PHONE = "Ingrid Öberg", "070-174 06 87"
CANARIES = (NAME, "Skyddad, Elsa", '"Skyddad"', STREET, PHONE, RELATIVE, RELATIVES_PHONE, "Kanariebild")
"""What stands in her Patient and never leaves the circle."""


def elsa(*labels: Body, **changed: Any) -> Body:
    """Her Patient, as a register that knows too much would send it."""
    number = PATIENTS["elsa"].number
    return {
        "resourceType": "Patient",
        "meta": {"security": [HTEST, *labels]},
        "text": {
            "status": "generated",
            "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{NAME}, {STREET}</div>',
        },
        "extension": [
            {
                "url": "http://hl7.org/fhir/StructureDefinition/patient-birthPlace",
                "valueAddress": {"text": STREET},
            }
        ],
        "identifier": [
            {"system": systems.PERSONNUMMER, "value": number, "assigner": {"display": "Vårdcentralen Eken"}},
            {"system": "urn:oid:1.2.752.97.3.1.3", "value": "991945000023"},
        ],
        "active": True,
        "name": [{"text": NAME, "family": "Skyddad", "given": ["Elsa"]}],
        "telecom": [{"system": "phone", "value": PHONE, "use": "mobile"}],
        "gender": "female",
        "birthDate": "1979-01-30",
        "address": [{"text": STREET, "line": [STREET], "city": "Ekby"}],
        "photo": [{"title": "Kanariebild", "url": "https://example.org/kanarie.png"}],
        "contact": [{"name": {"text": RELATIVE}, "telecom": [{"system": "phone", "value": RELATIVES_PHONE}]}],
        "communication": [
            {"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "sv"}]}, "preferred": True}
        ],
        "generalPractitioner": [{"reference": "PractitionerRole/dag"}],
        "managingOrganization": {"reference": "Organization/eken"},
        **changed,
    }


def settle_elsa(given: Given, *labels: Body) -> None:
    """Elsa, listed at Eken and known at Linden, with Dag as her fixed contact in person."""
    for who in ("dag", "maria"):
        person(given, who)
    given(elsa(*labels), "eken", "elsa")
    for unit in ("eken", "linden"):
        given(relation("elsa", unit), unit)
    given(fixed_contact("dag"), "eken")


def person(given: Given, who: str, *labels: Body, role_labels: tuple[Body, ...] = ()) -> None:
    """A member of staff in the registers, with a telephone of her own."""
    known = STAFF[who]
    given(
        {
            "resourceType": "Practitioner",
            "meta": {"security": [HTEST, *labels]},
            "identifier": [{"system": systems.HSA_ID, "value": f"SE2321009991-{who.upper()}"}],
            "name": [{"text": known.name}],
            "telecom": [{"system": "phone", "value": OWN_PHONE}],
            "gender": "male",
        },
        known.unit,
        who,
    )
    given(
        {
            "resourceType": "PractitionerRole",
            "meta": {"security": [HTEST, *role_labels]},
            "identifier": [{"system": systems.HSA_ID, "value": f"SE2321009991-{who.upper()}"}],
            "active": True,
            "practitioner": {
                "reference": f"Practitioner/{who}",
                "identifier": {"system": systems.HSA_ID, "value": f"SE2321009991-{who.upper()}"},
                "display": known.name,
            },
            "organization": {"reference": f"Organization/{known.unit}"},
            "code": [
                {"coding": [{"system": systems.pk("role"), "code": known.role, "display": "Sjuksköterska"}]}
            ],
            "telecom": [{"system": "phone", "value": OWN_PHONE}],
        },
        known.unit,
        who,
    )


OWN_PHONE = "070-174 06 86"


def fixed_contact(who: str, patient: str = "elsa", **period: str) -> Body:
    """The CareTeam that makes somebody a fixed vårdkontakt in person."""
    code = {"system": systems.FAST_KONTAKT_TYP, "code": "1"}
    return {
        "resourceType": "CareTeam",
        "status": "active",
        "category": [{"coding": [{"system": systems.CARETEAM_TYP, "code": "fast-kontakt"}]}],
        "subject": {"reference": f"Patient/{patient}"},
        "period": {"start": "2026-01-01", **period},
        "participant": [{"role": [{"coding": [code]}], "member": {"reference": f"PractitionerRole/{who}"}}],
    }


def relative(id: str = "ingrid", patient: str = "elsa", *labels: Body) -> Body:
    """A relative with address and telephone."""
    return {
        "resourceType": "RelatedPerson",
        "meta": {"security": [HTEST, *labels]},
        "identifier": [{"system": systems.PERSONNUMMER, "value": PATIENTS[id].number}],
        "patient": {"reference": f"Patient/{patient}"},
        "relationship": [{"coding": [{"system": systems.ROLE_CODE, "code": "GUARD"}]}],
        "name": [{"text": PATIENTS[id].name}],
        "telecom": [{"system": "phone", "value": RELATIVES_PHONE}],
        "address": [{"text": STREET}],
    }


def giving(counter: Counter) -> Callable[..., str]:
    """Store as an import does."""

    def given(resource: Body, unit: str = "linden", id: str | None = None) -> str:
        with counter.writing(operator(), NOW) as desk:
            return writer.create(desk, resource, id=id, trust=imported_by(unit)).key

    return given


def changed(counter: Counter, id: str, resource: Body) -> None:
    """The next version, as an import writes it."""
    type = resource["resourceType"]
    with counter.writing(operator(), NOW) as desk:
        writer.update(desk, type, id, {**resource, "id": id}, None, trust=writer.Trust("import"))


def read(counter: Counter, actor: Actor, key: str) -> Stored:
    type, id = key.split("/")
    with counter.reading(actor, NOW) as desk:
        return reader.read(desk, type, id)


def found(counter: Counter, actor: Actor, type: str, *asked: tuple[str, str]) -> list[Stored]:
    with counter.reading(actor, NOW) as desk:
        page = reader.search(desk, parse_query(type, asked, strict=True))
    return page.matches + page.included
