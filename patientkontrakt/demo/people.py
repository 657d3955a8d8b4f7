"""The region's patients (cast.md) as a table, and as Patient: every one labelled HTEST, every number synthetic."""

from dataclasses import dataclass
from datetime import date

from patientkontrakt.demo.fhir import HTEST, Resource, name, ref, resource
from patientkontrakt.fhir import systems
from patientkontrakt.identifiers.identity_number import IdentityNumber

SEKRETESSMARKERING: Resource = {
    "system": "http://hl7.se/fhir/ig/base/CodeSystem/SecurityLabel",
    "code": "sekretessmarkering",
}
INTERPRETER = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"
LANGUAGES = "urn:ietf:bcp:47"


@dataclass(frozen=True)
class Person:
    """One patient: her number (12 digits), where she is listed, and other units with a care relation to her.

    `doctor` (of the staff) is her general practitioner; who would be `rather_called` can be sent an SMS too.
    """

    id: str
    given: str
    family: str
    gender: str
    number: str
    listed: str
    others: tuple[str, ...] = ()
    sv: str = ""
    en: str = ""
    phone: str | None = None
    address: str | None = None
    labels: tuple[Resource, ...] = ()
    language: str | None = "sv"
    interpreter: bool = False
    doctor: str | None = None
    rather_called: bool = False

    @property
    def born(self) -> date:
        """The birth date in the number."""
        return IdentityNumber(self.number).birth_date

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit with a relation, the listed one first."""
        return (self.listed, *self.others)


PEOPLE = (
    Person("gunnel", "Gunnel", "Andersson", "female", "194403129804", "linden",
           ("hemsjukvarden-ekby", "ekby-sjukhus-hjarta"),
           "Hjärtsvikt: en plan att svara på, delad med hemsjukvården", "Heart failure: a plan to answer, shared",
           "070-174 06 99", "Björkgatan 7, Ekby", doctor="johan", rather_called=True),
    Person("birger", "Birger", "Holm", "male", "195111049812", "rydhalsan-vc", (),
           "En annan patient, hos en privat vårdgivare", "Another patient, at a private care provider",
           "070-174 06 98", "Bruksgatan 11, Ängby", doctor="petra"),
    Person("asta", "Asta", "Lund", "female", "196805209829", "linden", ("eken",),
           "Har spärrat uppgifter", "Has blocked information", "070-174 06 97", "Kyrkogatan 3, Ekby",
           doctor="johan"),
    Person("sara", "Sara", "Nilsson", "female", "198706149823", "linden", (),
           "Egen plan, och mamma till Alva och Noel", "Own plan, and mother of Alva and Noel",
           "070-174 06 96", "Ängsvägen 15, Ekby", doctor="johan"),
    Person("alva", "Alva", "Nilsson", "female", "201709029803", "linden", (),
           "Nio år: loggar inte in själv", "Nine: does not sign in herself", None, "Ängsvägen 15, Ekby",
           doctor="johan"),
    Person("noel", "Noel", "Nilsson", "male", "201212159816", "linden", (),
           "Tretton år: planen visas från 16", "Thirteen: the plan is shown from 16", None, "Ängsvägen 15, Ekby",
           doctor="johan"),
    Person("maja", "Maja", "Berg", "female", "200904089802", "linden", (),
           "Sjutton år: läser sin egen plan", "Seventeen: reads her own plan", "070-174 06 95",
           "Skolgatan 2, Ekby", doctor="johan"),
    Person("elsa", "Elsa", "Skyddad", "female", "197901309828", "eken", (),
           "Skyddade personuppgifter: bara Dag på Eken ser vem hon är", "Protected identity: only Dag at Eken sees who she is",
           "070-174 06 91", "Särskild postadress, Box 40, Ekby", (SEKRETESSMARKERING,)),
    Person("hassan", "Hassan", "Karimi", "male", "196002179817", "linden", ("ekby-sjukhus-akut",),
           "Söker akut ofta, tolk i arabiska, ingen plan än", "Often at the emergency department, no plan yet",
           "070-174 06 94", "Storgatan 22, Ekby", language="ar", interpreter=True, doctor="johan"),
    Person("ingrid", "Ingrid", "Öberg", "female", "192507139802", "rydhalsan-vc", ("solgarden",),
           "Hundra år fyllda, bor på Solgården", "Past a hundred, lives at Solgården",
           "070-174 06 92", "Parkvägen 12, Ekby", doctor="petra"),
    Person("samir", "Samir", "Haddad", "male", "198309659814", "linden", (),
           "Samordningsnummer, en plan som inte är klar", "Coordination number, a plan not ready",
           language=None, doctor="johan"),
    Person("rut", "Rut", "Ek", "female", "193804249807", "linden", ("hemsjukvarden-ekby", "hemtjansten-ekby"),
           "Hemtjänst, hemsjukvård och tre fasta kontakter", "Home care and three fixed contacts",
           "070-174 06 93", "Backvägen 9, Ekby", doctor="johan"),
)  # fmt: skip

BY_ID = {each.id: each for each in PEOPLE}


def patient(each: Person) -> Resource:
    """The Patient, in the shape of SEBasePatient."""
    return resource(
        "Patient",
        each.id,
        meta={"security": [HTEST, *each.labels]},
        extension=[{"url": INTERPRETER, "valueBoolean": True}] if each.interpreter else [],
        identifier=[identifier(each.number)],
        active=True,
        name=name(each.given, each.family),
        telecom=_telecom(each),
        gender=each.gender,
        birthDate=each.born.isoformat(),
        address=[{"use": "home", "text": each.address}] if each.address else [],
        communication=[_speaks(each.language)] if each.language else [],
        generalPractitioner=[ref("PractitionerRole", each.doctor)] if each.doctor else [],
    )


def identifier(number: str) -> Resource:
    """The identity number, in the system of its kind."""
    is_samordning = IdentityNumber(number).is_samordning
    system = systems.SAMORDNINGSNUMMER if is_samordning else systems.PERSONNUMMER
    return {"system": system, "value": number}


def _telecom(each: Person) -> list[Resource]:
    """Her telephone; who would rather be called has a call ranked before an SMS, the others have no wish."""
    if not each.phone:
        return []
    call: Resource = {"system": "phone", "value": each.phone, "use": "mobile"}
    return [call | {"rank": 1}, call | {"system": "sms", "rank": 2}] if each.rather_called else [call]


def _speaks(language: str) -> Resource:
    return {"language": {"coding": [{"system": LANGUAGES, "code": language}]}, "preferred": True}
