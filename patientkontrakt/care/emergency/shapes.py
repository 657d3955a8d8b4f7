"""An emergency as a Consent that only the patient reads: which units were opened is nobody else's to know."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.codes import Code
from patientkontrakt.care.emergency.model import NODOPPNING, OPPNAD, WHY, Assessment, Emergency, Why
from patientkontrakt.care.parties import id_of, type_of
from patientkontrakt.care.shapes import Resource, concept, moment, ref, target, value_of
from patientkontrakt.fhir import systems
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.keeper import Keeper
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import Trust

HERS_ALONE: Final = Trust("command", visibility="egen")
"""No law is asked of what a command writes; staff have their own answer of it, the patient has hers."""
LAW: Final = "PDL 4 kap. 5 §; lag 2022:913 3 kap. 5-6 §§"


def emergency_of(
    desk: Desk, patient: str, units: Iterable[Keeper], until: datetime, why: Why, told: Assessment
) -> Resource:
    """The Consent of contracts between law and care (model.md D2, kind `nodoppning`)."""
    return consent(desk, patient, NODOPPNING, LAW) | {
        "extension": [*map(_opened, units), _why(why, told)],
        "provision": {
            "type": "permit",
            "period": {"start": clock.iso(desk.now), "end": clock.iso(until)},
            "actor": [recipient(desk.actor.who), recipient(f"Organization/{desk.actor.unit}")],
        },
    }


def read_emergency(stored: Stored) -> Emergency:
    """The opening a Consent holds."""
    body = stored.body()
    provision, why = body["provision"], systems.extension(body, WHY)
    actors = [target(each.get("reference")) or "" for each in provision["actor"]]
    return Emergency(
        id=stored.id,
        who=next(each for each in actors if type_of(each) == "PractitionerRole"),
        unit=next(id_of(each) for each in actors if type_of(each) == "Organization"),
        units=tuple(map(_unit, systems.extensions(body, OPPNAD))),
        at=_instant(provision["period"]["start"]),
        until=_instant(provision["period"]["end"]),
        ended=body["status"] != "active",
        why=Why(value_of(why, "skal"), value_of(why, "text")),
    )


def consent(desk: Desk, patient: str, kind: Code, law: str) -> Resource:
    """What every Consent that staff's commands write begins with."""
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": concept(codes.CONSENT_SCOPE),
        "category": [concept(kind)],
        "patient": ref(f"Patient/{patient}"),
        "dateTime": clock.iso(desk.now),
        "performer": [ref(desk.actor.who)],
        "policyRule": {"text": law},
    }


def recipient(who: str) -> Resource:
    """Somebody or some unit that a provision is about."""
    return {"role": concept(codes.RECIPIENT), "reference": ref(who)}


def _opened(keeper: Keeper) -> Resource:
    places = (("enhet", keeper.unit), ("vardgivare", keeper.custodian))
    return {
        "url": OPPNAD,
        "extension": [{"url": url, "valueReference": ref(f"Organization/{id}")} for url, id in places],
    }


def _why(why: Why, told: Assessment) -> Resource:
    return {
        "url": WHY,
        "extension": [
            {"url": "skal", "valueCode": why.reason},
            {"url": "text", "valueString": why.text},
            {"url": "kan-inte-tillfragas", "valueString": told.cannot_be_asked},
            {"url": "behov", "valueString": told.need},
        ],
    }


def _unit(opened: Resource) -> str:
    return id_of(target((systems.extension(opened, "enhet") or {}).get("valueReference")) or "")


def _instant(text: str) -> datetime:
    return moment(text) or datetime.max.replace(tzinfo=UTC)
