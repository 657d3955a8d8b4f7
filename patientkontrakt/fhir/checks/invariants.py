"""The invariants of R4 for our types, one row each: where, which, when it is broken, and how to say so.

app-3 is read with waitlist allowed and app-4 by its words: the R4 expression has a typo (model.md "Own checks").
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from patientkontrakt.fhir.checks.node import Findings
from patientkontrakt.fhir.peek import mapping, mappings, string
from patientkontrakt.fhir.systems import codings, has_coding

_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_CLINICAL_CODES = frozenset({"active", "recurrence", "relapse", "inactive", "remission", "resolved"})
_VERIFICATION_CODES = frozenset(
    {"unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error"}
)
_ABATED_CODES = ("inactive", "resolved", "remission")

Resource = dict[str, Any]


@dataclass(frozen=True)
class Invariant:
    """`broken` looks at one object of `type`; `element` is the child the issue points at, "" for the object."""

    type: str
    key: str
    element: str
    broken: Callable[[Resource], bool]
    sv: str
    en: str


def check(found: Findings) -> None:
    """Every object against the rows of its type."""
    for node in found.nodes:
        for row in _BY_TYPE.get(node.type, ()):
            if row.broken(node.value):
                path = f"{node.path}.{row.element}" if row.element else node.path
                found.add("invariant", path, f"{row.sv} ({row.key}).", f"{row.en} ({row.key}).")


def _has(value: Resource, *names: str) -> bool:
    """Whether any of these elements is there, with a value or with a reason for having none."""
    return any(name in value or f"_{name}" in value for name in names)


def _has_choice(value: Resource, stem: str) -> bool:
    return any(name.removeprefix("_").startswith(stem) for name in value)


def _needs(name: str, needed: str) -> Callable[[Resource], bool]:
    return lambda value: _has(value, name) and not _has(value, needed)


def _none_of(*names: str) -> Callable[[Resource], bool]:
    return lambda value: not _has(value, *names)


def _negative(name: str) -> Callable[[Resource], bool]:
    return lambda value: isinstance(value.get(name), int | Decimal) and value[name] < 0


def _use_home(name: str) -> Callable[[Resource], bool]:
    return lambda value: any(entry.get("use") == "home" for _, entry in mappings(value, name))


def _on_behalf_of_nobody(participant: Resource) -> bool:
    """ctm-1: only of a Practitioner; a member that cannot be told is let through, as in the specification."""
    member = mapping(participant, "member")
    named = string(member, "type") or (string(member, "reference") or "#").partition("/")[0]
    return _has(participant, "onBehalfOf") and named not in ("Practitioner", "#", "") and named[0].isupper()


def _unknown_code(name: str, system: str, codes: frozenset[str]) -> Callable[[Resource], bool]:
    """A required binding of a CodeableConcept: where there are codings, one is from the set."""

    def broken(value: Resource) -> bool:
        given = list(codings(value.get(name)))
        return bool(given) and not any(
            c.get("system") == system and string(c, "code") in codes for c in given
        )

    return broken


def _abated_but_active(condition: Resource) -> bool:
    status = condition.get("clinicalStatus")
    abated = _has_choice(condition, "abatement")
    return abated and not any(has_coding(status, _CLINICAL, code) for code in _ABATED_CODES)


def _erroneous_with_status(condition: Resource) -> bool:
    erroneous = has_coding(condition.get("verificationStatus"), _VERIFICATION, "entered-in-error")
    return erroneous and _has(condition, "clinicalStatus")


def _range_reversed(value: Resource) -> bool:
    low, high = (mapping(value, name).get("value") for name in ("low", "high"))
    return isinstance(low, int | Decimal) and isinstance(high, int | Decimal) and low > high


_ROWS = [
    Invariant(
        "CarePlanActivity", "cpl-3", "", lambda v: _has(v, "detail") and _has(v, "reference"),
        "En aktivitet har antingen detail eller reference, inte båda",
        "An activity has either detail or reference, not both",
    ),
    Invariant(
        "CareTeamParticipant", "ctm-1", "onBehalfOf", _on_behalf_of_nobody,
        "onBehalfOf får bara anges för en Practitioner", "onBehalfOf may only be given for a Practitioner",
    ),
    Invariant(
        "GoalTarget", "gol-1", "", lambda v: _has_choice(v, "detail") and not _has(v, "measure"),
        "Ett målvärde kräver measure", "A target's detail requires measure",
    ),
    Invariant(
        "Appointment", "app-2", "", lambda v: _has(v, "start") != _has(v, "end"),
        "Ange både start och slut, eller ingetdera", "Give both start and end, or neither",
    ),
    Invariant(
        "Appointment", "app-3", "start",
        lambda v: not _has(v, "start") and v.get("status") not in ("proposed", "cancelled", "waitlist"),
        "Bara en föreslagen, avbokad eller väntande tid får sakna start",
        "Only a proposed, cancelled or waitlisted appointment may lack a start",
    ),
    Invariant(
        "Appointment", "app-4", "cancelationReason",
        lambda v: _has(v, "cancelationReason") and v.get("status") not in ("cancelled", "noshow"),
        "En orsak till avbokning hör till en avbokad eller utebliven tid",
        "A reason for cancellation belongs to a cancelled or missed appointment",
    ),
    Invariant(
        "AppointmentParticipant", "app-1", "", _none_of("type", "actor"),
        "En deltagare har type eller actor", "A participant has type or actor",
    ),
    Invariant(
        "Consent", "ppc-1", "", _none_of("policy", "policyRule"),
        "Ett samtycke anger policy eller policyRule", "A consent gives policy or policyRule",
    ),
    Invariant(
        "Condition", "con-4", "clinicalStatus", _abated_but_active,
        "Ett avslutat tillstånd kan inte vara pågående", "An abated condition cannot be active",
    ),
    Invariant(
        "Condition", "con-5", "clinicalStatus", _erroneous_with_status,
        "clinicalStatus anges inte på det som är felregistrerat",
        "clinicalStatus is not given on what was entered in error",
    ),
    Invariant(
        "Condition", "binding", "clinicalStatus", _unknown_code("clinicalStatus", _CLINICAL, _CLINICAL_CODES),
        "Koden finns inte i värdemängden condition-clinical",
        "The code is not in the value set condition-clinical",
    ),
    Invariant(
        "Condition", "binding", "verificationStatus",
        _unknown_code("verificationStatus", _VERIFICATION, _VERIFICATION_CODES),
        "Koden finns inte i värdemängden condition-ver-status",
        "The code is not in the value set condition-ver-status",
    ),
    Invariant(
        "Observation", "obs-6", "dataAbsentReason",
        lambda v: _has(v, "dataAbsentReason") and _has_choice(v, "value"),
        "dataAbsentReason anges bara när värdet saknas", "dataAbsentReason is only given when there is no value",
    ),
    Invariant(
        "ObservationReferenceRange", "obs-3", "", _none_of("low", "high", "text"),
        "Ett referensintervall har low, high eller text", "A reference range has low, high or text",
    ),
    Invariant(
        "PatientContact", "pat-1", "", _none_of("name", "telecom", "address", "organization"),
        "En kontakt har namn, kontaktväg, adress eller organisation",
        "A contact has a name, telecom, address or organization",
    ),
    Invariant(
        "Organization", "org-1", "", _none_of("identifier", "name"),
        "En organisation har identifier eller name", "An organization has identifier or name",
    ),
    Invariant(
        "Organization", "org-2", "address", _use_home("address"),
        "En organisations adress är aldrig home", "The address of an organization is never home",
    ),
    Invariant(
        "Organization", "org-3", "telecom", _use_home("telecom"),
        "En organisations kontaktväg är aldrig home", "The telecom of an organization is never home",
    ),
    Invariant(
        "QuestionnaireResponseItem", "qrs-1", "", lambda v: _has(v, "item") and _has(v, "answer"),
        "Underfrågor ligger under item eller under answer, inte båda",
        "Nested items are beneath item or answer, not both",
    ),
    Invariant(
        "ServiceRequest", "prr-1", "orderDetail", _needs("orderDetail", "code"),
        "orderDetail kräver code", "orderDetail requires code",
    ),
    Invariant(
        "Group", "grp-1", "member", lambda v: _has(v, "member") and v.get("actual") is not True,
        "Bara en verklig grupp har medlemmar", "Only an actual group has members",
    ),
    Invariant("TimingRepeat", "tim-1", "duration", _needs("duration", "durationUnit"),
              "duration kräver durationUnit", "duration requires durationUnit"),
    Invariant("TimingRepeat", "tim-2", "period", _needs("period", "periodUnit"),
              "period kräver periodUnit", "period requires periodUnit"),
    Invariant("TimingRepeat", "tim-4", "duration", _negative("duration"),
              "duration är inte negativ", "duration is not negative"),
    Invariant("TimingRepeat", "tim-5", "period", _negative("period"),
              "period är inte negativ", "period is not negative"),
    Invariant("TimingRepeat", "tim-6", "periodMax", _needs("periodMax", "period"),
              "periodMax kräver period", "periodMax requires period"),
    Invariant("TimingRepeat", "tim-7", "durationMax", _needs("durationMax", "duration"),
              "durationMax kräver duration", "durationMax requires duration"),
    Invariant("TimingRepeat", "tim-8", "countMax", _needs("countMax", "count"),
              "countMax kräver count", "countMax requires count"),
    Invariant("TimingRepeat", "tim-9", "offset", _needs("offset", "when"),
              "offset kräver when", "offset requires when"),
    Invariant("TimingRepeat", "tim-10", "timeOfDay", lambda v: _has(v, "timeOfDay") and _has(v, "when"),
              "timeOfDay och when utesluter varandra", "timeOfDay and when exclude each other"),
    *(
        Invariant(quantity, "qty-3", "code", _needs("code", "system"),
                  "En enhetskod kräver system", "A code of a unit requires a system")
        for quantity in ("Quantity", "Age", "Count", "Distance", "Duration")
    ),
    Invariant("Range", "rng-2", "", _range_reversed,
              "low är inte större än high", "low is not greater than high"),
    Invariant("ContactPoint", "cpt-2", "system", _needs("value", "system"),
              "En kontaktväg med värde har system", "A contact point with a value has a system"),
    Invariant("Attachment", "att-1", "contentType", _needs("data", "contentType"),
              "data kräver contentType", "data requires contentType"),
]  # fmt: skip

_BY_TYPE: dict[str, list[Invariant]] = {}
for _row in _ROWS:
    _BY_TYPE.setdefault(_row.type, []).append(_row)
