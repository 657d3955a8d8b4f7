"""Gunnel's record as a guide's checks need it: of each type several resources that differ, and one of Birger's to be left out."""

from typing import Any

from patientkontrakt.demo import people, staff
from patientkontrakt.demo.days import Days
from patientkontrakt.demo.fhir import concept, ref, resource
from patientkontrakt.fhir.systems import SNOMED
from tests.cast import NOW
from tests.conformance import visits

Body = dict[str, Any]

US_CORE = "http://hl7.org/fhir/us/core/CodeSystem"
V3 = "http://terminology.hl7.org/CodeSystem/v3-"
HERS, HIS = ref("Patient", "gunnel"), ref("Patient", "birger")
ASSESS_PLAN = concept(f"{US_CORE}/careplan-category", "assess-plan")
NURSE, DOCTOR = concept(SNOMED, "224535009", "Sjuksköterska"), concept(SNOMED, "112247003", "Läkare")
NARRATIVE = {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">Träna gång</div>'}


def patient() -> Body:
    """Gunnel as she is in the cast, with the number of her card in a cabinet too."""
    body = people.patient(people.BY_ID["gunnel"])
    card = {"system": "http://x.example/kartotek", "value": "G-17"}
    return body | {"identifier": [*body["identifier"], card]}


def reference_data() -> list[Body]:
    """Whom and what her record points at, before it is there."""
    return [
        *(
            staff.practitioner(staff.BY_ID[who])
            | {"identifier": [{"system": "http://x.example/anstallda", "value": who}]}
            for who in ("maria", "johan")
        ),
        *(_role(who, specialty) for who, specialty in (("maria", "394802001"), ("johan", "394814009"))),
        resource("Location", "linden-rum", name="Rum 2"),
    ]


def of_hers() -> list[Body]:
    """Care data of Gunnel's, in an order in which each finds what it points at. Each has the id it is stored under."""
    return [
        *_goals(),
        *_relatives(),
        *_teams(),
        *_plans(),
        *visits.requests(),
        *visits.encounters(),
        *visits.answers(),
        *visits.documents(),
        *visits.conditions(),
        *visits.observations(),
        *visits.medicines(),
    ]


def of_his() -> list[Body]:
    """One of each of Gunnel's types, but Birger's."""
    first = {body["resourceType"]: body for body in reversed(of_hers())}
    return [_moved(body) for body in first.values()]


def provenance(bodies: list[Body]) -> list[Body]:
    """Who made each, of the unit."""
    return [
        resource(
            "Provenance",
            f"om-{body['resourceType'].lower()}-{body['id']}",
            target=[ref(body["resourceType"], body["id"])],
            recorded="2026-11-01T09:00:00+01:00",
            agent=[{"who": ref("Organization", "linden")}],
        )
        for body in bodies
    ]


def _moved(body: Body) -> Body:
    """The same about Birger, pointing at nothing of hers."""
    owner = "patient" if body["resourceType"] == "RelatedPerson" else "subject"
    hers = ("goal", "careTeam", "participant", "expressedBy", "author", "source", "requester", "performer")
    kept = {name: value for name, value in body.items() if name not in hers}
    return kept | {"id": f"{body['id']}-birger", owner: HIS}


def _role(who: str, specialty: str) -> Body:
    role = staff.practitioner_role(staff.BY_ID[who], Days(NOW))
    return role | {"specialty": [concept(SNOMED, specialty)]}


def _goals() -> list[Body]:
    return [
        resource(
            "Goal",
            id,
            lifecycleStatus=status,
            description=concept(SNOMED, code, text),
            subject=HERS,
            startDate=start,
            target=[{"dueDate": due}],
            expressedBy=HERS,
        )
        for id, status, code, text, start, due in (
            ("mal-1", "active", "129025006", "Gå till torget", "2026-10-01", "2026-12-01"),
            ("mal-2", "completed", "165245003", "Klara trappan", "2026-03-01", "2026-06-30"),
            ("mal-3", "on-hold", "129025006", "Sova hela natten", "2026-11-01", "2027-02-28"),
        )
    ]


def _relatives() -> list[Body]:
    return [
        resource(
            "RelatedPerson",
            id,
            active=active,
            patient=HERS,
            relationship=[concept(f"{V3}RoleCode", code)],
            name=[{"family": family, "given": [given], "text": f"{given} {family}"}],
        )
        for id, active, code, given, family in (
            ("narstaende-1", True, "FRND", "Rut", "Ek"),
            ("narstaende-2", True, "NBOR", "Ingrid", "Öberg"),
            ("narstaende-3", False, "FRND", "Hassan", "Karimi"),
        )
    ]


def _teams() -> list[Body]:
    return [
        resource(
            "CareTeam",
            id,
            status=status,
            subject=HERS,
            participant=[{"role": [role], "member": member} for role, member in members],
        )
        for id, status, members in (
            (
                "team-1",
                "active",
                (
                    (NURSE, ref("PractitionerRole", "maria")),
                    (DOCTOR, ref("Practitioner", "johan")),
                    (concept(SNOMED, "407542009"), ref("RelatedPerson", "narstaende-1")),
                ),
            ),
            ("team-2", "inactive", ((NURSE, ref("Practitioner", "maria")),)),
        )
    ]


def _plans() -> list[Body]:
    return [
        resource(
            "CarePlan",
            id,
            text=NARRATIVE,
            status=status,
            intent="plan",
            category=category,
            subject=HERS,
            period=period,
            goal=[ref("Goal", "mal-1")],
            careTeam=[ref("CareTeam", "team-1")],
        )
        for id, status, category, period in (
            ("plan-1", "active", [ASSESS_PLAN], {"start": "2026-01-01", "end": "2026-12-31"}),
            ("plan-2", "completed", [ASSESS_PLAN], {"start": "2025-03-01", "end": "2025-09-01"}),
            ("plan-3", "on-hold", [concept(SNOMED, "734163000")], {"start": "2026-11-01"}),
        )
    ]
