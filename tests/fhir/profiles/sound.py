"""One resource of each profile that keeps it, and changes that break it: which profile, what is changed, where it is told."""

from typing import Any

from patientkontrakt.fhir.systems import (
    CONSENT_PURPOSE,
    FAST_KONTAKT_TYP,
    PERSONNUMMER,
    TYPE_OF_CAREPLAN,
    ext,
)
from tests.fhir import samples
from tests.fhir.samples import concept, ref

Body = dict[str, Any]
AGREED = {"url": ext("agreed"), "valueDateTime": "2026-11-20T09:00:00+01:00"}
NUMBER = {"system": PERSONNUMMER, "value": "194403129804"}


def consent(code: str, **more: Any) -> Body:
    """A Consent of a kind."""
    body = samples.consent() | {"category": [concept(CONSENT_PURPOSE, code)], **more}
    return (
        body | {"extension": body["extension"] if code == "svod" else []} if code == "svod" else _bare(body)
    )


def _bare(body: Body) -> Body:
    return {name: value for name, value in body.items() if name != "extension"}


def _plan(code: str) -> Body:
    return samples.plan() | {"category": [concept(TYPE_OF_CAREPLAN, code)]}


def step(value: int) -> Body:
    """A step on the scale of a goal."""
    parts = [{"url": "value", "valueInteger": value}, {"url": "text", "valueString": "Går till affären"}]
    return {"url": ext("steg"), "extension": parts}


SPARR: Body = {"provision": {"type": "deny"}, "organization": [ref("Organization/linden")]}
SOUND: dict[str, Body] = {
    "patientkontrakt": samples.plan(),
    "vardplan": _plan("VP"),
    "sip": _plan("SIP"),
    "fast-kontakt": samples.care_team(),
    "mal": samples.goal() | {"extension": [step(-2), step(2)]},
    "lofte": samples.task(),
    "overenskommen-tid": samples.appointment() | {"extension": [AGREED]},
    "patient": samples.patient(),
    "samtycke-svod": consent("svod"),
    "samtycke-sparr-inre": consent("sparr-inre", **SPARR),
    "samtycke-sparr-yttre": consent("sparr-yttre", **SPARR),
    **{
        f"samtycke-{code}": consent(code)
        for code in (
            "delning-inom", "sip", "nodoppning", "beslutsoformogen", "vardnadshavare", "vardnadshavare-utokad", "mognad",
        )
    },
}  # fmt: skip
GONE = None
"""A change to this takes the element away."""

_OTHER = [concept("http://example.org/a", "b")]
_DATED = {"type": "permit", "period": {"start": "2026-11-21"}}
_PERSON = {"role": [concept(FAST_KONTAKT_TYP, "1")]}

BREAKS: list[tuple[str, Body, str]] = [
    ("patientkontrakt", {"category": _OTHER}, "CarePlan.category"),
    ("patientkontrakt", {"title": GONE}, "CarePlan.title"),
    ("patientkontrakt", {"author": GONE}, "CarePlan.author"),
    ("patientkontrakt", {"intent": "proposal"}, "CarePlan.intent"),
    ("patientkontrakt", {"subject": ref("Group/g")}, "CarePlan.subject"),
    *((name, change, place) for name in ("vardplan", "sip") for change, place in (
        ({"subject": ref("Group/g")}, "CarePlan.subject"),
        ({"title": GONE}, "CarePlan.title"),
        ({"author": ref("Patient/gunnel")}, "CarePlan.author"),
        ({"category": [concept(TYPE_OF_CAREPLAN, "SIP"), concept(TYPE_OF_CAREPLAN, "RP")]}, "CarePlan.category"),
        ({"category": GONE}, "CarePlan.category"),
        ({"category": _OTHER}, "CarePlan.category"),
        ({"category": [{"text": "Vårdplan"}]}, "CarePlan.category"),
    )),
    ("sip", {"category": [concept(TYPE_OF_CAREPLAN, "VP")]}, "CarePlan.category"),
    ("fast-kontakt", {"category": _OTHER}, "CareTeam.category"),
    ("fast-kontakt", {"subject": GONE}, "CareTeam.subject"),
    ("fast-kontakt", {"subject": ref("Group/g")}, "CareTeam.subject"),
    ("fast-kontakt", {"participant": GONE}, "CareTeam.participant[0].role"),
    ("fast-kontakt", {"participant": [_PERSON | {"role": [concept(FAST_KONTAKT_TYP, "5")]}]}, "CareTeam.participant[0].role"),
    ("fast-kontakt", {"participant": [_PERSON | {"role": [concept("urn:oid:1.2", "1")]}]}, "CareTeam.participant[0].role"),
    ("fast-kontakt", {"participant": [_PERSON]}, "CareTeam.participant[0].member"),
    ("fast-kontakt", {"participant": [_PERSON | {"member": ref("Organization/linden")}]}, "CareTeam.participant[0].member"),
    ("mal", {"subject": ref("Group/g")}, "Goal.subject"),
    ("mal", {"expressedBy": GONE}, "Goal.expressedBy"),
    ("mal", {"description": concept("http://example.org/a", "b")}, "Goal.description.text"),
    ("mal", {"extension": [step(0), step(3)]}, "Goal.extension"),
    ("mal", {"extension": [step(-3)]}, "Goal.extension"),
    ("lofte", {"code": concept("http://example.org/a", "b")}, "Task.code"),
    ("lofte", {"intent": "order"}, "Task.intent"),
    ("lofte", {"owner": GONE}, "Task.owner"),
    ("lofte", {"owner": {"display": "Någon"}}, "Task.owner"),
    ("lofte", {"description": GONE}, "Task.description"),
    ("lofte", {"basedOn": GONE}, "Task.basedOn"),
    ("lofte", {"basedOn": [ref("CarePlan/a"), ref("CarePlan/b")]}, "Task.basedOn"),
    ("lofte", {"basedOn": [ref("ServiceRequest/a")]}, "Task.basedOn"),
    ("lofte", {"for": ref("Group/g")}, "Task.for"),
    ("overenskommen-tid", {"extension": GONE}, "Appointment.extension"),
    ("overenskommen-tid", {"participant": [{"actor": ref("Patient/gunnel"), "status": "needs-action"}]},
     "Appointment.participant"),
    ("overenskommen-tid", {"participant": [{"actor": ref("PractitionerRole/maria"), "status": "accepted"}]},
     "Appointment.participant"),
    ("overenskommen-tid", {"status": "proposed", "start": GONE, "end": GONE}, "Appointment.start"),
    ("patient", {"identifier": [NUMBER, NUMBER]}, "Patient.identifier"),
    ("patient", {"name": [{"family": "Andersson"}, {"family": "Ek"}]}, "Patient.name"),
    ("samtycke-svod", {"extension": [{"url": ext("delningsniva"), "valueCode": "hela"}]}, "Consent.extension"),
    ("samtycke-svod", {"extension": samples.consent()["extension"][1:]}, "Consent.extension"),
    ("samtycke-svod", {"performer": GONE}, "Consent.performer"),
    ("samtycke-svod", {"performer": [ref("PractitionerRole/maria")]}, "Consent.performer"),
    ("samtycke-svod", {"provision": _DATED}, "Consent.provision.period.end"),
    ("samtycke-svod", {"provision": GONE}, "Consent.provision.period.end"),
    *((name, {"category": _OTHER}, "Consent.category") for name in SOUND if name.startswith("samtycke-")),
    *((f"samtycke-sparr-{kind}", change, place)
      for kind in ("inre", "yttre")
      for change, place in (
          ({"provision": {"type": "permit"}}, "Consent.provision.type"),
          ({"provision": GONE}, "Consent.provision.type"),
          ({"organization": GONE}, "Consent.organization"),
          ({"organization": [ref("Organization/linden"), ref("Organization/eken")]}, "Consent.organization"),
      )),
]  # fmt: skip

KEEPS: list[tuple[str, Body]] = [
    (
        "patientkontrakt",
        {"title": GONE, "_title": {"extension": [{"url": "http://a.example", "valueCode": "x"}]}},
    ),
    ("patientkontrakt", {"category": [*_OTHER, *samples.plan()["category"]]}),
    ("patientkontrakt", {"author": {"identifier": {"system": "http://a.example", "value": "1"}}}),
    (
        "fast-kontakt",
        {"participant": [*samples.care_team()["participant"], {"member": ref("Organization/linden")}]},
    ),
    ("mal", {"extension": GONE}),
    ("lofte", {"basedOn": [ref("ServiceRequest/a"), ref("CarePlan/a")]}),
    ("lofte", {"businessStatus": concept("http://example.org/a", "b")}),
    (
        "patient",
        {"identifier": [NUMBER, {"system": "http://example.org/a", "value": "1"}] + [{"value": "2"}] * 2},
    ),
    ("samtycke-svod", {"status": "inactive", "extension": GONE, "performer": GONE, "provision": GONE}),
    ("samtycke-svod", {"performer": [ref("RelatedPerson/sara"), ref("PractitionerRole/maria")]}),
    ("samtycke-sparr-inre", {"status": "inactive", "organization": GONE, "provision": {"type": "permit"}}),
]
"""What comes closest without breaking it."""


def changed(name: str, change: Body) -> Body:
    """The sound resource of a profile with a change."""
    body = SOUND[name] | change
    return {key: value for key, value in body.items() if value is not GONE}
