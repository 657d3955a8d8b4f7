"""Sharing between two units of two custodians: one Consent per pair (model.md D2). Stopping it holds at once."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.codes import Code
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract.archive import contracts_of
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.shapes import Resource, concept, day, put, ref, refs, targets, value_of
from patientkontrakt.care.sharing_door import INFORMED, LEVEL, METHOD, OUTSIDE, is_outside
from patientkontrakt.care.staff import require_own
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import custodian_of
from patientkontrakt.records.permission import require_changeable, require_scopes
from patientkontrakt.records.siblings import sibling, siblings
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND

POLICY: Final = "lag 2022:913, text v1"
A_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True)
class Sharing:
    """One sharing as it stands: the two units, how much, until when, how the yes was given."""

    id: str
    units: tuple[str, ...]
    level: str
    status: str
    since: date | None
    until: date | None
    method: str | None

    def holds(self, today: date) -> bool:
        """In force on that day."""
        begun = self.since is None or self.since <= today
        return self.status == "active" and begun and self.until is not None and today <= self.until


def my_sharing(desk: Desk) -> list[Sharing]:
    """Every sharing the patient has made, newest first, stopped ones too."""
    require_scopes(desk, *permissions.MY_SHARING)
    return sharings_of(desk, require_own(desk))


def sharings_of(desk: Desk, patient: str) -> list[Sharing]:
    """Those of the patient's sharings that the actor may see, newest first."""
    asked = [("patient", patient), ("category", f"{codes.SVOD.system}|{codes.SVOD.code}")]
    page = reader.search(desk, parse_query("Consent", [*asked, ("_count", "200")], strict=True))
    return [read_sharing(each) for each in reversed(page.matches)]


def share(
    desk: Desk, unit: str, *, level: str = "hela", until: date | None = None, own_unit: str | None = None
) -> Sharing:
    """The patient shares between the unit of her contract (or `own_unit`) and `unit`. Raises RuleBroken."""
    require_scopes(desk, *permissions.CHANGE_MY_SHARING)
    patient = require_own(desk)
    ours = own_unit or _contract_unit(desk, patient)
    body = _consent(desk, patient, (ours, unit), level, "digitalt", until)
    stored = writer.create(desk, body)  # the law is asked of this very row
    _stop_others(desk, stored)
    return read_sharing(stored)


def record(desk: Desk, patient: str, unit: str, level: str, method: str, until: str | None = None) -> Sharing:
    """Staff write down, within a command, that the patient wants to share with `unit`; she has been informed."""
    ours = desk.actor.unit or _contract_unit(desk, patient)
    body = _consent(desk, patient, (ours, unit), level, method, date.fromisoformat(until) if until else None)
    with commanded(desk):
        stored = writer.create(desk, body, trust=COMMAND)
    _stop_others(desk, stored)
    return read_sharing(stored)


def stop(desk: Desk, consent: str) -> Sharing:
    """Stop one sharing; the other unit's next request is refused. Stopping twice is stopping."""
    require_scopes(desk, *permissions.CHANGE_MY_SHARING)
    patient = require_own(desk)
    require_changeable(desk, "Consent", consent)
    current = sibling(desk, patient, "Consent", consent)
    if current is None or not is_sharing(current):
        raise NotFound()
    return read_sharing(stopped(desk, current))


def is_sharing(consent: Stored) -> bool:
    """Whether a Consent shares between units."""
    return systems.has_coding(consent.body().get("category"), *codes.SVOD)


def read_sharing(consent: Stored) -> Sharing:
    """The sharing a Consent holds."""
    body = consent.body()
    provision = body.get("provision", {})
    span = provision.get("period", {})
    return Sharing(
        id=consent.id,
        units=tuple(
            id_of(each) for each in targets(actor.get("reference") for actor in provision.get("actor", []))
        ),
        level=value_of(body, LEVEL) or "",
        status=body.get("status", ""),
        since=day(span.get("start")),
        until=day(span.get("end")),
        method=value_of(body, METHOD),
    )


def _contract_unit(desk: Desk, patient: str) -> str:
    units = [each.unit for each in contracts_of(desk, patient) if each.unit]
    if not units:
        raise RuleBroken(_WITH_WHOM)
    return units[-1]


def _stop_others(desk: Desk, made: Stored) -> None:
    """One sharing per pair: a new one takes the old one's place."""
    pair = set(read_sharing(made).units)
    for each in siblings(desk, made.patient or "", "Consent", category=codes.SVOD):
        told = read_sharing(each)
        if each.id != made.id and told.status == "active" and set(told.units) == pair:
            stopped(desk, each)


def stopped(desk: Desk, consent: Stored, said: Resource | None = None) -> Stored:
    """The sharing, in force no more; `said` is an extension that tells how the patient told staff so."""
    body = consent.body()
    if body["status"] == "inactive":
        return consent
    put(body, "extension", [*body.get("extension", []), *([said] if said else [])])
    with commanded(desk):
        return writer.update(desk, "Consent", consent.id, body | {"status": "inactive"}, None, trust=COMMAND)


def _consent(
    desk: Desk, patient: str, units: tuple[str, str], level: str, method: str, until: date | None
) -> Resource:
    today = clock.today(desk.now)
    custodians = [custodian_of(desk, unit) for unit in units]
    if None in custodians or custodians[0] == custodians[1]:
        raise RuleBroken(_ANOTHER_CUSTODIAN)
    if any(is_outside(desk, unit) for unit in units):
        raise RuleBroken(OUTSIDE)
    now, who = clock.iso(desk.now), f"Patient/{patient}"
    informed = [{"url": "when", "valueDateTime": now}, {"url": "by", "valueReference": ref(desk.actor.who)}]
    return {
        "resourceType": "Consent",
        "extension": [
            {"url": LEVEL, "valueCode": level},
            {"url": INFORMED, "extension": informed},
            {"url": METHOD, "valueCode": method},
        ],
        "status": "active",
        "scope": concept(codes.CONSENT_SCOPE),
        "category": [concept(codes.SVOD)],
        "patient": ref(who),
        "dateTime": now,
        "performer": [ref(who)],
        "organization": refs(f"Organization/{each}" for each in custodians),
        "policyRule": {"text": POLICY},
        "verification": [{"verified": True, "verifiedWith": ref(who), "verificationDate": now}],
        "provision": {
            "type": "permit",
            "period": {"start": today.isoformat(), "end": (until or today + A_YEAR).isoformat()},
            "actor": [_unit(unit) for unit in units],
        },
    }


def _unit(unit: str) -> Resource:
    return {"role": concept(Code(*codes.RECIPIENT)), "reference": ref(f"Organization/{unit}")}


_WITH_WHOM: Final = rule(
    "Ange vilken enhets uppgifter du vill dela.",
    "Say which unit's data you want to share.",
    "own_unit",
)
_ANOTHER_CUSTODIAN: Final = rule(
    "Delning görs mellan enheter hos två olika vårdgivare.",
    "Sharing is between units of two different care providers.",
    "unit",
)
