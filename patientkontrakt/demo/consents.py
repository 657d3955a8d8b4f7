"""What the patients have shared and blocked (model.md D2, D11): each a Consent, given some time ago."""

from collections.abc import Callable

from patientkontrakt import clock
from patientkontrakt.care.sharing import POLICY
from patientkontrakt.care.sharing_door import INFORMED, LEVEL, METHOD
from patientkontrakt.demo.days import Days
from patientkontrakt.demo.fhir import HTEST, Resource, concept, ref, resource
from patientkontrakt.demo.organisations import custodian_of
from patientkontrakt.fhir import systems

GIVEN, ENDS = -165, 180
"""Days; a sharing lasts a year at most."""

SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
TYPES = "http://hl7.org/fhir/resource-types"


def svod(patient: str, ours: str, theirs: str, days: Days) -> Resource:
    """The whole plan between two units of two custodians; told and given at a meeting, and confirmed."""
    given = clock.iso(days.at(GIVEN, 10, 30))
    shape = _consent(patient, "svod", f"svod-{theirs}", days)
    shape["extension"] = [
        {"url": LEVEL, "valueCode": "hela"},
        {"url": INFORMED, "extension": [{"url": "when", "valueDateTime": given},
                                        {"url": "by", "valueReference": ref("PractitionerRole", "maria")}]},
        {"url": METHOD, "valueCode": "muntligt"},
    ]  # fmt: skip
    shape["organization"] = [ref("Organization", custodian_of(unit)) for unit in (ours, theirs)]
    shape["verification"] = [
        {"verified": True, "verifiedWith": ref("Patient", patient), "verificationDate": given}
    ]
    shape["provision"] = {"type": "permit", "period": _a_year(days), "actor": [_unit(ours), _unit(theirs)]}
    return shape


def delning_inom(patient: str, custodian: str, unit: str, closed: tuple[str, ...], days: Days) -> Resource:
    """A lower level for a unit of the same custodian: these types are closed to it."""
    shape = _consent(patient, "delning-inom", "delning-inom", days)
    shape["organization"] = [ref("Organization", custodian)]
    classes = [{"system": TYPES, "code": type} for type in closed]
    shape["provision"] = {"type": "deny", "period": _a_year(days), "actor": [_unit(unit)], "class": classes}
    return shape


def sparr(patient: str, kind: str, organization: str, days: Days) -> Resource:
    """A spärr without end: `sparr-inre` of a unit's data, `sparr-yttre` of a custodian's."""
    shape = _consent(patient, kind, kind, days)
    shape["organization"] = [ref("Organization", organization)]
    shape["provision"] = {"type": "deny", "period": {"start": days.day(GIVEN).isoformat()}}
    return shape


def sip(patient: str, custodians: tuple[str, ...], days: Days) -> Resource:
    """The yes to a SIP: region and kommun may plan together."""
    shape = _consent(patient, "sip", "sip-samtycke", days)
    shape["organization"] = [ref("Organization", each) for each in custodians]
    shape["provision"] = {"type": "permit", "period": _a_year(days)}
    return shape


def _consent(patient: str, purpose: str, name: str, days: Days) -> Resource:
    scope = "treatment" if purpose == "sip" else "patient-privacy"
    return resource(
        "Consent",
        f"{patient}-{name}",
        meta={"security": [HTEST]},
        status="active",
        scope=concept(SCOPE, scope),
        category=[concept(systems.CONSENT_PURPOSE, purpose)],
        patient=ref("Patient", patient),
        dateTime=clock.iso(days.at(GIVEN, 10, 30)),
        performer=[ref("Patient", patient)],
        policyRule={"text": POLICY},
    )


def _a_year(days: Days) -> Resource:
    return {"start": days.day(GIVEN).isoformat(), "end": days.day(ENDS).isoformat()}


def _unit(unit: str) -> Resource:
    role = concept(systems.PARTICIPATION_TYPE, "IRCP")
    return {"role": role, "reference": ref("Organization", unit)}


LINDEN = "region-exempel", "linden"
REGION = "region-exempel", "region-exempel"
HEMSJUKVARDEN = "ekby-kommun.hsv", "hemsjukvarden-ekby"

Given = tuple[tuple[str, str], Callable[[Days], Resource]]
BY_PATIENT: dict[str, tuple[Given, ...]] = {
    "gunnel": (
        (LINDEN, lambda days: svod("gunnel", "linden", "hemsjukvarden-ekby", days)),
        (LINDEN, lambda days: delning_inom(
            "gunnel", "region-exempel", "ekby-sjukhus-hjarta", ("QuestionnaireResponse",), days)),
        (HEMSJUKVARDEN, lambda days: sip("gunnel", ("region-exempel", "ekby-kommun.hsv"), days)),
    ),
    "asta": (
        (LINDEN, lambda days: sparr("asta", "sparr-inre", "linden", days)),
        (REGION, lambda days: sparr("asta", "sparr-yttre", "region-exempel", days)),
    ),
    "rut": ((LINDEN, lambda days: svod("rut", "linden", "hemsjukvarden-ekby", days)),),
}  # fmt: skip
"""Per patient: who answers for the entry (custodian, unit), and the Consent."""
