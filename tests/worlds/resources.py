"""What a world's people have said, as the FHIR resources that state it (model.md D2, contracts of the Consents)."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from patientkontrakt.clock import iso
from patientkontrakt.fhir import systems
from tests.cast import PATIENTS
from tests.worlds.world import (
    UNITS,
    Block,
    Contact,
    Decision,
    Emergency,
    Guardian,
    Lift,
    Narrowing,
    Relation,
    Said,
    Sharing,
    Span,
    Unable,
)

Body = dict[str, Any]
PURPOSE = {"utestangd": "vardnadshavare", "utokad": "vardnadshavare-utokad", "mogen": "mognad"}


@dataclass(frozen=True)
class Statement:
    """A resource with its id in it, the unit whose entry it is, and the saying it states."""

    body: Body
    unit: str | None
    said: tuple[str, Any] | None = None


def patient(said: Said) -> Body:
    """The Patient, with the label that protects her identity."""
    who = PATIENTS[said.patient.id]
    label = said.patient.protection
    meta = {"meta": {"security": [{"system": systems.SECURITY_LABEL, "code": label}]}} if label else {}
    return {
        "resourceType": "Patient",
        "id": said.patient.id,
        "identifier": [{"system": systems.PERSONNUMMER, "value": who.number}],
        "name": [{"text": who.name}],
        **({"deceasedBoolean": True} if said.patient.dead else {}),
        **meta,
    }


def statements(said: Said) -> list[Statement]:
    """Everything but the Patient that facts are derived from."""
    numbers = count(1)
    made = (
        _named(state(said.patient.id, each), f"{said.patient.id}-{next(numbers)}", (name, each))
        for name, state in _STATES.items()
        for each in getattr(said, name)
    )
    return list(made)


def _named(statement: Statement, id: str, said: tuple[str, Any]) -> Statement:
    """A guardian's RelatedPerson has its id; everything else is numbered."""
    return Statement({"id": id, **statement.body}, statement.unit, said)


def _relation(patient: str, said: Relation) -> Statement:
    body = {
        "resourceType": "EpisodeOfCare",
        "status": "active",
        "type": [_concept(systems.RELATION, said.kind)],
        "patient": _ref("Patient", patient),
        "managingOrganization": _ref("Organization", said.unit),
        "period": period(said.when),
    }
    return Statement(body, said.unit)


def sharing(patient: str, said: Sharing) -> Statement:
    """A consent under lag 2022:913."""
    custodians = [UNITS[unit] for unit in said.units]
    body = _consent(patient, "svod", "permit", said.when, *said.units)
    order = reversed(custodians) if said.crossed else custodians
    body["organization"] = [_ref("Organization", each) for each in order]
    body["extension"] = [_code("delningsniva", said.level)] if said.level else []
    if said.informed:
        when = {"url": "when", "valueDateTime": iso(said.when.starts or 0)}
        by = {"url": "by", "valueReference": _ref("PractitionerRole", "maria")}
        body["extension"].append({"url": systems.ext("informerad"), "extension": [when, by]})
    body["verification"] = [{"verified": said.verified, "verifiedWith": _ref("Patient", patient)}]
    return Statement(_without_empty(body), said.units[0])


def _narrowing(patient: str, said: Narrowing) -> Statement:
    body = _consent(patient, "delning-inom", "deny", said.when, said.unit)
    body["organization"] = [_ref("Organization", UNITS[said.unit])]
    body["extension"] = [_code("delningsniva", said.level)] if said.level else []
    types = "http://hl7.org/fhir/resource-types"
    body["provision"]["class"] = [{"system": types, "code": type} for type in said.closed]
    body["provision"] = _without_empty(body["provision"])
    return Statement(_without_empty(body), said.unit)


def _block(patient: str, said: Block) -> Statement:
    body = _consent(patient, "sparr-inre" if said.inner else "sparr-yttre", "deny", said.when)
    body["organization"] = [_ref("Organization", said.closed)]
    if said.data:
        body["provision"]["dataPeriod"] = period(said.data)
    body["provision"]["provision"] = [_lift(each) for each in said.lifts]
    body["provision"] = _without_empty(body["provision"])
    keeper = said.closed if said.inner else next(unit for unit in UNITS if UNITS[unit] == said.closed)
    return Statement(body, keeper)


def _lift(said: Lift) -> Body:
    return {"type": "permit", "period": period(said.when), "actor": [_reader(said.whom)]}


def _emergency(patient: str, said: Emergency) -> Statement:
    body = _consent(patient, "nodoppning", "permit", said.when, said.who, said.unit)
    body["extension"] = [
        {
            "url": systems.ext("oppnad"),
            "extension": [
                {"url": "enhet", "valueReference": _ref("Organization", unit)},
                {"url": "vardgivare", "valueReference": _ref("Organization", UNITS[unit])},
            ],
        }
        for unit in said.opened
    ]
    return Statement(body, said.unit)


def _unable(patient: str, said: Unable) -> Statement:
    body = _consent(patient, "beslutsoformogen", "permit", said.when, said.unit)
    body["organization"] = [_ref("Organization", said.custodian)]
    told: list[Body] = [
        {"url": each, "valueString": "Det är klarlagt."}
        for each in ("behov", "installning", "inget-motsatt")
        if each in said.assessed
    ]
    told += [{"url": "by", "valueReference": _ref("PractitionerRole", "maria")}] * ("by" in said.assessed)
    told += [{"url": "when", "valueDateTime": "2026-11-01T10:00:00Z"}] * ("when" in said.assessed)
    body["extension"] = [{"url": systems.ext("bedomning"), "extension": told}]
    return Statement(body, said.unit)


def _decision(patient: str, said: Decision) -> Statement:
    kind = "deny" if said.kind == "utestangd" else "permit"
    whom = [f"RelatedPerson/{said.guardian}"] if said.guardian else []
    body = _consent(patient, PURPOSE[said.kind], kind, said.when, *whom)
    body["organization"] = [_ref("Organization", said.unit)]
    return Statement(body, said.unit)


def _guardian(patient: str, said: Guardian) -> Statement:
    adult = PATIENTS[said.id.split("-")[0]]
    body = {
        "resourceType": "RelatedPerson",
        "id": said.id,
        "patient": _ref("Patient", patient),
        "relationship": [_concept(systems.ROLE_CODE, "GUARD")],
        "identifier": [{"system": systems.PERSONNUMMER, "value": adult.number}],
        "period": period(said.when),
    }
    return Statement(_without_empty(body), "linden")


def _contact(patient: str, said: Contact) -> Statement:
    body = {
        "resourceType": "CareTeam",
        "status": "active",
        "category": [_concept(systems.CARETEAM_TYP, "fast-kontakt")],
        "subject": _ref("Patient", patient),
        "period": period(said.when),
        "participant": [
            {"role": [_concept(systems.FAST_KONTAKT_TYP, "1")], "member": {"reference": said.who}}
        ],
    }
    return Statement(body, "linden")


_STATES: dict[str, Any] = {
    "relations": _relation,
    "sharings": sharing,
    "narrowings": _narrowing,
    "blocks": _block,
    "emergencies": _emergency,
    "unable": _unable,
    "decisions": _decision,
    "guardians": _guardian,
    "contacts": _contact,
}


SAYINGS = tuple(_STATES)
"""The kinds of sayings that are stated, by their names in `Said`."""


def period(when: Span) -> Body:
    """A span as a FHIR Period, whose end is the last millisecond that is still in it."""
    starts = {} if when.starts is None else {"start": iso(when.starts)}
    return starts | ({} if when.ends is None else {"end": iso(when.ends - 1)})


def _consent(patient: str, purpose: str, kind: str, when: Span, *readers: str) -> Body:
    provision = {"type": kind, "period": period(when), "actor": [_reader(each) for each in readers]}
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": _concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
        "category": [_concept(systems.CONSENT_PURPOSE, purpose)],
        "patient": _ref("Patient", patient),
        "performer": [_ref("Patient", patient)],
        "policyRule": {"text": "lag 2022:913, text v1"},
        "provision": _without_empty(provision),
    }


def _reader(key: str) -> Body:
    reference = {"reference": key} if "/" in key else _ref("Organization", key)
    return {"role": _concept(systems.PARTICIPATION_TYPE, "IRCP"), "reference": reference}


def _code(name: str, value: str) -> Body:
    return {"url": systems.ext(name), "valueCode": value}


def _concept(system: str, code: str) -> Body:
    return {"coding": [{"system": system, "code": code}]}


def _ref(type: str, id: str) -> Body:
    return {"reference": f"{type}/{id}"}


def _without_empty(body: Body) -> Body:
    return {name: value for name, value in body.items() if value not in ([], {}, None)}
