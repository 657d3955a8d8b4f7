"""A decision ⇄ Consent of its category (model.md D2). Pure."""

from datetime import date, datetime
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.guardianship.model import Decided, Decision
from patientkontrakt.care.parties import type_of
from patientkontrakt.care.shapes import Resource, concept, day, put, ref, refs, target, value_of
from patientkontrakt.fhir import systems

REASON: Final = systems.ext("skal")
CODES: Final = {
    Decision.BLOCK: codes.GUARDIAN_BLOCK,
    Decision.EXTEND: codes.GUARDIAN_EXTENDED,
    Decision.MATURITY: codes.MATURITY,
}
LAWS: Final = {
    Decision.BLOCK: "OSL 12 kap. 3 §",
    Decision.EXTEND: "FB 6 kap. 11 §",
    Decision.MATURITY: "FB 6 kap. 11 §, PDL 5 kap. 5 §",
}


def consent(
    decision: Decision, patient: str, guardian: str | None, *, reason: str, until: date, by: str, unit: str, at: datetime
) -> Resource:  # fmt: skip
    """The Consent of a decision of `unit` (an id) about `patient` (an id), in force from `at`."""
    provision: Resource = {
        "type": "deny" if decision == Decision.BLOCK else "permit",
        "period": {"start": clock.iso(at), "end": until.isoformat()},
    }
    who = [{"role": concept(codes.RECIPIENT), "reference": ref(guardian)}] if guardian else None
    put(provision, "actor", who)
    return {
        "resourceType": "Consent",
        "extension": [{"url": REASON, "valueString": reason}],
        "status": "active",
        "scope": concept(codes.CONSENT_SCOPE),
        "category": [concept(CODES[decision])],
        "patient": ref(f"Patient/{patient}"),
        "dateTime": clock.iso(at),
        "performer": [ref(by)],
        "organization": refs([f"Organization/{unit}"]),
        "policyRule": {"text": LAWS[decision]},
        "provision": provision,
    }


def read_decision(resource: Resource) -> Decided | None:
    """The decision a Consent holds; None for a Consent of another kind."""
    kind = next(
        (systems.code_in(each, systems.CONSENT_PURPOSE) for each in resource.get("category", [])), None
    )
    if kind not in set(Decision):
        return None
    provision = resource.get("provision", {})
    named = (target(each.get("reference")) for each in provision.get("actor", []))
    return Decided(
        id=resource["id"],
        kind=kind or "",
        guardian=next((each for each in named if each and type_of(each) == "RelatedPerson"), None),
        reason=value_of(resource, REASON) or "",
        until=day(provision.get("period", {}).get("end")),
        by=next((target(each) for each in resource.get("performer", [])), None),
        status=resource.get("status", ""),
    )
