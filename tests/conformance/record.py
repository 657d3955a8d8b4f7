"""Gunnel's record as a guide's checks need it: of each type several resources that differ, and one of Birger's to be left out."""

from decimal import Decimal
from typing import Any

from patientkontrakt.demo import people, staff
from patientkontrakt.demo.days import Days
from patientkontrakt.demo.fhir import concept, ref, resource
from patientkontrakt.fhir.systems import SNOMED
from tests.cast import NOW

Body = dict[str, Any]

LOINC = "http://loinc.org"
US_CORE = "http://hl7.org/fhir/us/core/CodeSystem"
V3 = "http://terminology.hl7.org/CodeSystem/v3-"
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
DISPOSITION = "http://terminology.hl7.org/CodeSystem/discharge-disposition"
VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
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
        *_requests(),
        *_encounters(),
        *_answers(),
        *_documents(),
        *_conditions(),
        *_observations(),
        *_medicines(),
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


def _requests() -> list[Body]:
    return [
        resource(
            "ServiceRequest",
            id,
            status=status,
            intent="order",
            category=[concept(SNOMED, category)],
            code=concept(SNOMED, code),
            subject=HERS,
            authoredOn=authored,
            requester=ref("PractitionerRole", "johan"),
        )
        for id, status, category, code, authored in (
            ("remiss-1", "active", "386053000", "229065009", "2026-11-02T10:30:00+01:00"),
            ("remiss-2", "completed", "386053000", "40701008", "2026-03-29T08:00:00+02:00"),
            ("remiss-3", "active", "108252007", "229065009", "2026-10-25"),
        )
    ]


def _encounters() -> list[Body]:
    return [
        resource(
            "Encounter",
            id,
            identifier=[{"system": "http://x.example/besok", "value": id}],
            status=status,
            **{"class": {"system": f"{V3}ActCode", "code": kind}},
            type=[concept(SNOMED, code)],
            subject=HERS,
            period=period,
            location=[{"location": ref("Location", "linden-rum")}],
            serviceProvider=ref("Organization", "linden"),
            hospitalization=left and {"dischargeDisposition": concept(DISPOSITION, left)},
        )
        for id, status, kind, code, left, period in (
            ("besok-1", "finished", "AMB", "185349003", "home",
             {"start": "2026-10-05T09:00:00+02:00", "end": "2026-10-05T09:45:00+02:00"}),
            ("besok-2", "in-progress", "HH", "439708006", None, {"start": "2026-11-20T13:00:00+01:00"}),
            ("besok-3", "finished", "HH", "439708006", "oth",
             {"start": "2026-03-29", "end": "2026-03-29"}),
        )
    ]  # fmt: skip


def _answers() -> list[Body]:
    return [
        resource(
            "QuestionnaireResponse",
            id,
            questionnaire=f"http://x.example/Questionnaire/{form}",
            status=status,
            subject=HERS,
            authored=authored,
            author=HERS,
            source=HERS,
            item=[{"linkId": "1", "text": "Vad är viktigt för dig?", "answer": [{"valueString": "Torget"}]}],
        )
        for id, form, status, authored in (
            ("svar-1", "viktigt", "completed", "2026-11-03T18:00:00+01:00"),
            ("svar-2", "viktigt", "amended", "2026-05-01T08:15:00+02:00"),
            ("svar-3", "sovvanor", "completed", "2026-10-25T02:30:00+01:00"),
        )
    ]


def _documents() -> list[Body]:
    return [
        resource(
            "DocumentReference",
            id,
            status=status,
            type=concept(LOINC, type),
            category=[concept(f"{US_CORE}/us-core-documentreference-category", "clinical-note")],
            subject=HERS,
            date=date,
            author=[ref("PractitionerRole", "johan")],
            content=[{"attachment": {"contentType": kind, "data": "VHLDpG5hIGfDpW5n"}}],
            context={"period": period},
        )
        for id, status, type, date, kind, period in (
            ("dokument-1", "current", "11506-3", "2026-11-02T11:00:00+01:00", "text/plain",
             {"start": "2026-11-02", "end": "2026-11-02"}),
            ("dokument-2", "superseded", "11506-3", "2026-04-02T11:00:00+02:00", "text/plain",
             {"start": "2026-04-02"}),
            ("dokument-3", "current", "18842-5", "2025-12-01T16:00:00+01:00", "application/pdf",
             {"start": "2025-11-20", "end": "2025-12-01"}),
        )
    ]  # fmt: skip


def _conditions() -> list[Body]:
    category = "http://terminology.hl7.org/CodeSystem/condition-category"
    return [
        resource(
            "Condition",
            id,
            clinicalStatus=concept(CLINICAL, status),
            verificationStatus=concept(VERIFIED, "confirmed"),
            category=[concept(category, kind)],
            code=concept(SNOMED, code),
            subject=HERS,
            onsetDateTime=onset,
        )
        for id, status, kind, code, onset in (
            ("tillstand-1", "active", "problem-list-item", "42343007", "2024-02"),
            ("tillstand-2", "resolved", "encounter-diagnosis", "263102004", "2026-01-14"),
            ("tillstand-3", "active", "problem-list-item", "64859006", "2019"),
        )
    ]


def _observations() -> list[Body]:
    category = "http://terminology.hl7.org/CodeSystem/observation-category"
    return [
        resource(
            "Observation",
            id,
            status=status,
            category=[concept(category, kind)],
            code=concept(LOINC, code),
            subject=HERS,
            effectiveDateTime=when,
            performer=[ref("PractitionerRole", "maria")],
            valueQuantity={
                "value": Decimal(value),
                "unit": unit,
                "system": "http://unitsofmeasure.org",
                "code": unit,
            },
        )
        for id, status, kind, code, when, value, unit in (
            ("varde-1", "final", "vital-signs", "29463-7", "2026-11-02T10:00:00+01:00", "62.5", "kg"),
            ("varde-2", "amended", "vital-signs", "29463-7", "2026-10-25T02:30:00+02:00", "63.0", "kg"),
            ("varde-3", "final", "laboratory", "718-7", "2026-03-29", "128", "g/L"),
        )
    ]


def _medicines() -> list[Body]:
    return [
        resource(
            "MedicationStatement",
            id,
            status=status,
            medicationCodeableConcept=concept("http://www.whocc.no/atc", code),
            subject=HERS,
            effectivePeriod={"start": "2026-01-10"},
            dosage=[{"text": "1 tablett på morgonen"}],
        )
        for id, status, code in (("lakemedel-1", "active", "C03CA01"), ("lakemedel-2", "stopped", "N02BE01"))
    ]
