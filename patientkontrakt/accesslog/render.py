"""A row of the log as a FHIR AuditEvent, after IHE's Basic Audit Log Patterns (conformance.md AU-01…AU-05).

It claims no IHE profile: those want the client's network address, which is not logged.
"""

import re
from base64 import b64encode
from typing import Any, Final

from patientkontrakt import clock
from patientkontrakt.accesslog import kinds
from patientkontrakt.accesslog.activity import activity_of, purpose_of
from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.accesslog.kinds import Coding, Kind, kind_of
from patientkontrakt.accesslog.reading import Logged

Json = dict[str, Any]

_OUTCOMES: Final = {"permitted": "0", "refused": "4", "failed": "8"}
_REFERENCE = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64}")
_USERS = re.compile(r"(Patient|RelatedPerson|Practitioner|PractitionerRole)/[A-Za-z0-9\-.]{1,64}")


def render(logged: Logged, issuer: str) -> Json:
    """The AuditEvent of one row. `issuer` is our base address: the server, and who vouches for the account."""
    entry, kind = logged.entry, kind_of(logged.entry.action)
    recorded = clock.iso(entry.at)
    event: Json = {
        "resourceType": "AuditEvent",
        "id": logged.id,
        "meta": {"versionId": "1", "lastUpdated": recorded},
        "type": kind.type,
        "subtype": [kind.subtype, _activity(entry)],
        "action": kind.action,
        "recorded": recorded,
        "outcome": _OUTCOMES[entry.outcome],
        "outcomeDesc": entry.reason or entry.outcome,
        "agent": _agents(entry, kind, issuer),
        "source": {"observer": _named(issuer), "type": [kinds.APPLICATION_SERVER]},
        "entity": _entities(entry, kind),
    }
    if entry.purpose:
        event["purposeOfEvent"] = [_purpose(entry)]
    return event


def _agents(entry: Entry, kind: Kind, issuer: str) -> list[Json]:
    ends = (kinds.SOURCE_ROLE, kinds.DESTINATION_ROLE)
    of_server, of_client = ends if kind.server_is_source else ends[::-1]
    user = _user(entry, issuer)
    agents = [_agent(of_server, _named(issuer), network={"address": issuer, "type": "5"})]
    if entry.client:
        agents.append(_agent(of_client, _named(entry.client), requestor=user is None))
    if user:
        agents.append(user)
    for type, organization in ((kinds.UNIT, entry.unit), (kinds.CUSTODIAN, entry.custodian)):
        if organization:
            agents.append(_agent(type, {"reference": f"Organization/{organization}"}))
    return agents


def _user(entry: Entry, issuer: str) -> Json | None:
    """The person behind the token (AU-04); a system is its client and nobody else."""
    if entry.kind == "system" or not (entry.account or entry.who):
        return None
    who: Json = {}
    if entry.who and _USERS.fullmatch(entry.who):
        who["reference"] = entry.who
    if entry.account:
        who["identifier"] = {"system": issuer, "value": entry.account}
    user = _agent(kinds.RECIPIENT, who or {"display": entry.who}, requestor=True)
    if entry.role:
        user["role"] = [{"text": entry.role}]
    if entry.jti:
        user["policy"] = [entry.jti]
    if entry.purpose:
        user["purposeOfUse"] = [_purpose(entry)]
    return user


def _entities(entry: Entry, kind: Kind) -> list[Json]:
    """The request, the patient, what was asked, and what was shown or written."""
    count = {"type": "count", "valueString": str(entry.count)}
    entities: list[Json] = [
        {"type": kinds.REQUEST_ID, "what": _named(entry.request_id or "none"), "detail": [count]}
    ]
    if entry.patient:
        who = {"reference": f"Patient/{entry.patient}"}
        entities.append({"what": who, "type": kinds.PERSON, "role": kinds.PATIENT_ROLE})
    items = entry.items or ((entry.subject,) if _REFERENCE.fullmatch(entry.subject) else ())
    if kind.is_query:
        entities.append(_query(entry.subject or "/"))
    elif items:
        entities.append({"what": _what(items[0]), "type": kinds.SYSTEM_OBJECT, "role": kinds.DOMAIN_RESOURCE})
        items = items[1:]
    return entities + [_listed(item) for item in items]


def _query(subject: str) -> Json:
    """What was asked, without the values: they may be somebody's name or number."""
    asked = b64encode(subject.encode()).decode()
    return {"type": kinds.SYSTEM_OBJECT, "role": kinds.QUERY, "query": asked}


def _listed(item: str) -> Json:
    """One of several: IHE's patterns leave room for one System Object only."""
    type = item.partition("/")[0]
    return {"what": _what(item), "type": kinds.coding(kinds.RESOURCE_TYPES, type, type)}


def _what(item: str) -> Json:
    """The reference to CarePlan/x@3, that very version; what is no resource of FHIR is named."""
    resource, _, version = item.partition("@")
    if not _REFERENCE.fullmatch(resource):
        return {"display": item}
    return {"reference": f"{resource}/_history/{version}" if version else resource}


def _agent(type: Coding, who: Json, requestor: bool = False, **more: Any) -> Json:
    return {"type": {"coding": [type]}, "who": who, "requestor": requestor, **more}


def _named(name: str) -> Json:
    return {"identifier": {"value": name}}


def _activity(entry: Entry) -> Coding:
    """The activity of the national log contract (L-4): an emergency is told apart from a read."""
    activity = activity_of(entry)
    return kinds.coding(kinds.ACTIVITY, activity.name.lower().replace("_", "-"), activity.value)


def _purpose(entry: Entry) -> Json:
    """The purpose by HL7's code where there is one, and in the words it was stated in."""
    told: Json = {"text": entry.purpose}
    purpose = purpose_of(entry)
    if purpose and purpose.code:
        told["coding"] = [{"system": kinds.ACT_REASON, "code": purpose.code}]
    return told
