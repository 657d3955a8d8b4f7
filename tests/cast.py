"""The cast of the demo region as plain data (cast.md, model.md D11): who they are, how they ask, what is known of them.

A test says `staff("maria")`, `patient("gunnel")`, `guardian("sara", "alva")`, `client("demo-feed")` and `facts_of("asta")`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from patientkontrakt.clock import millis
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.facts import ConsentFact, Facts, Guardian, Relation
from patientkontrakt.policy.scopes import Scopes

NOW = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)
AT = millis(NOW)
DAY = 86_400_000
LAST_YEAR, NEXT_SUMMER = AT - 300 * DAY, AT + 200 * DAY


@dataclass(frozen=True)
class Unit:
    """An Organization where people work, and the custodian of what they write."""

    id: str
    name: str
    custodian: str


@dataclass(frozen=True)
class Patient:
    """A patient with her synthetic identity number, the unit she is listed with, and units with a relation."""

    id: str
    name: str
    number: str
    listed: str
    others: tuple[str, ...] = ()

    @property
    def born(self) -> date:
        """The birth date in the number; a samordningsnummer adds 60 to the day."""
        year, month, day = int(self.number[:4]), int(self.number[4:6]), int(self.number[6:8])
        return date(year, month, day - 60 if day > 60 else day)

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit with a relation."""
        return (self.listed, *self.others)


@dataclass(frozen=True)
class Staff:
    """Somebody who works at a unit in a role."""

    id: str
    name: str
    unit: str
    role: str


@dataclass(frozen=True)
class Client:
    """A registered client with the scopes it may ask for; backend services act for an organization."""

    id: str
    scope: str
    organization: str | None = None
    groups: tuple[str, ...] = ()
    feed: bool = False


UNITS = {
    unit.id: unit
    for unit in (
        Unit("region-exempel", "Region Exempel", "region-exempel"),
        Unit("linden", "Vårdcentralen Linden", "region-exempel"),
        Unit("eken", "Vårdcentralen Eken", "region-exempel"),
        Unit("ekby-sjukhus-akut", "Ekby sjukhus, akutmottagningen", "region-exempel"),
        Unit("ekby-sjukhus-hjarta", "Ekby sjukhus, hjärtmottagningen", "region-exempel"),
        Unit("hemsjukvarden-ekby", "Hemsjukvården Ekby", "ekby-kommun.hsv"),
        Unit("solgarden", "Solgården, särskilt boende", "ekby-kommun.hsv"),
        Unit("hemtjansten-ekby", "Hemtjänsten Ekby", "ekby-kommun.sol"),
        Unit("rydhalsan-vc", "Rydhälsan vårdcentral", "rydhalsan"),
    )
}

PATIENTS = {
    patient.id: patient
    for patient in (
        Patient("gunnel", "Gunnel Andersson", "194403129804", "linden",
                ("hemsjukvarden-ekby", "ekby-sjukhus-hjarta")),
        Patient("birger", "Birger Holm", "195111049812", "rydhalsan-vc"),
        Patient("asta", "Asta Lund", "196805209829", "linden", ("eken",)),
        Patient("sara", "Sara Nilsson", "198706149823", "linden"),
        Patient("alva", "Alva Nilsson", "201709029803", "linden"),
        Patient("noel", "Noel Nilsson", "201212159816", "linden"),
        Patient("maja", "Maja Berg", "200904089802", "linden"),
        Patient("elsa", "Elsa Skyddad", "197901309828", "eken"),
        Patient("hassan", "Hassan Karimi", "196002179817", "linden", ("ekby-sjukhus-akut",)),
        Patient("ingrid", "Ingrid Öberg", "192507139802", "rydhalsan-vc", ("solgarden",)),
        Patient("samir", "Samir Haddad", "198309659814", "linden"),
        Patient("rut", "Rut Ek", "193804249807", "linden", ("hemsjukvarden-ekby", "hemtjansten-ekby")),
    )
}  # fmt: skip

STAFF = {
    person.id: person
    for person in (
        Staff("maria", "Maria Lindqvist", "linden", "vardsamordnare"),
        Staff("johan", "Johan Ek", "linden", "lakare"),
        Staff("dag", "Dag Sund", "eken", "sjukskoterska"),
        Staff("ahmed", "Ahmed Yusuf", "hemsjukvarden-ekby", "sjukskoterska"),
        Staff("karin", "Karin Alm", "hemtjansten-ekby", "underskoterska"),
        Staff("frida", "Frida Holst", "ekby-sjukhus-akut", "sjukskoterska"),
        Staff("petra", "Petra Ryd", "rydhalsan-vc", "lakare"),
        Staff("lars", "Lars Vik", "region-exempel", "loggranskare"),
        Staff("astrid", "Astrid Fors", "region-exempel", "systemadministrator"),
    )
}
# Suspended, her assignment ended: the guard never makes an Actor of her, so the law is never asked.
GERD = Staff("gerd", "Gerd Falk", "linden", "sjukskoterska")

GROUP = "region-exempel-kontrakt"
GROUPS = {GROUP: ("gunnel", "sara", "alva", "noel", "maja", "samir", "rut")}

PATIENT_WRITES = (
    "patient/Task.cu patient/QuestionnaireResponse.cu patient/Goal.cu patient/Communication.c "
    "patient/AppointmentResponse.c patient/Consent.cu patient/Observation.c"
)
CLIENTS = {
    client.id: client
    for client in (
        Client("demo-app", f"openid fhirUser offline_access online_access launch/patient patient/*.rs {PATIENT_WRITES}"),
        Client(
            "demo-staff-app",
            "openid fhirUser offline_access online_access launch launch/patient launch/encounter user/*.cruds",
        ),
        Client("demo-feed", " ".join(
            f"system/{type}.cu"
            for type in ("Patient", "EpisodeOfCare", "Encounter", "Appointment", "ServiceRequest", "RelatedPerson")
        ), "region-exempel", feed=True),
        Client("demo-integrator", "system/*.rs", "region-exempel", groups=(GROUP,)),
    )
}  # fmt: skip

GUARDIANS = {"alva": ("sara",), "noel": ("sara",)}


def patient(id: str, scope: str = CLIENTS["demo-app"].scope) -> Actor:
    """The patient herself, signed in with an app."""
    return Actor(
        kind="patient",
        account=f"Patient/{id}",
        who=f"Patient/{id}",
        patient=id,
        born=PATIENTS[id].born,
        scopes=Scopes.parse(scope),
        client="demo-app",
    )


def guardian(
    id: str, child: str, scope: str = CLIENTS["demo-app"].scope, protected: bool | None = False
) -> Actor:
    """A guardian who has chosen her child in the picker."""
    return Actor(
        kind="guardian",
        account=f"Patient/{id}",
        who=f"RelatedPerson/{id}-{child}",
        patient=child,
        born=PATIENTS[child].born,
        scopes=Scopes.parse(scope),
        client="demo-app",
        protected=protected,
    )


def staff(id: str, scope: str = CLIENTS["demo-staff-app"].scope) -> Actor:
    """Somebody at work."""
    person = STAFF[id]
    return at_work(person.unit, person.role, person.id, scope)


def at_work(
    unit: str, role: str = "sjukskoterska", id: str = "vikarie", scope: str = "user/*.cruds"
) -> Actor:
    """Whoever is on duty at a unit, for units where none of the cast works."""
    return Actor(
        kind="staff",
        account=f"Practitioner/{id}",
        who=f"PractitionerRole/{id}",
        unit=unit,
        custodian=UNITS[unit].custodian,
        role=role,
        scopes=Scopes.parse(scope),
        client="demo-staff-app",
    )


def client(id: str, scope: str | None = None) -> Actor:
    """A backend service."""
    known = CLIENTS[id]
    return Actor(
        kind="system",
        account=f"client:{id}",
        who=f"client:{id}",
        custodian=known.organization,
        scopes=Scopes.parse(scope or known.scope),
        client=id,
        groups=known.groups,
        feed=known.feed,
    )


def everybody() -> dict[str, Actor]:
    """Every actor of the cast by the name the tables of the tests use."""
    people = {f"staff {id}": staff(id) for id in STAFF}
    people |= {id: patient(id) for id in PATIENTS}
    people |= {"sara for alva": guardian("sara", "alva"), "sara for noel": guardian("sara", "noel")}
    return people | {id: client(id) for id in ("demo-feed", "demo-integrator")}


def facts_of(id: str) -> Facts:
    """What is known of a patient at NOW (model.md D11)."""
    known = PATIENTS[id]
    return Facts(
        relations=tuple(_relation(id, unit, unit == known.listed) for unit in known.units),
        consents=_CONSENTS.get(id, ()),
        guardians=tuple(
            Guardian(
                patient=id,
                number_hmac=f"hash-of-{adult}",
                starts=0,
                ends=None,
                source_id=f"{adult}-{id}",
            )
            for adult in GUARDIANS.get(id, ())
        ),
        groups=frozenset(group for group, members in GROUPS.items() if id in members),
    )


def svod(patient: str, ours: str, theirs: str, level: str = "hela", **changed: int | None) -> ConsentFact:
    """A consent to share between two units."""
    fact = {"starts": LAST_YEAR, "ends": NEXT_SUMMER} | changed
    return ConsentFact(
        patient=patient,
        kind="svod",
        custodian_a=UNITS[ours].custodian,
        unit_a=ours,
        custodian_b=UNITS[theirs].custodian,
        unit_b=theirs,
        level=level,
        source_id=f"{patient}-svod-{theirs}",
        starts=fact["starts"] or 0,
        ends=fact["ends"],
    )


def _relation(patient: str, unit: str, listed: bool) -> Relation:
    return Relation(
        patient=patient,
        unit=unit,
        kind="listning" if listed else "vardrelation",
        starts=LAST_YEAR,
        ends=None if listed else NEXT_SUMMER,
        source_id=f"{patient}-{unit}",
    )


_CONSENTS: dict[str, tuple[ConsentFact, ...]] = {
    "gunnel": (
        svod("gunnel", "linden", "hemsjukvarden-ekby"),
        ConsentFact(patient="gunnel", kind="delning-inom", custodian_a="region-exempel",
                    unit_b="ekby-sjukhus-hjarta", classes="QuestionnaireResponse",
                    starts=LAST_YEAR, ends=NEXT_SUMMER, source_id="gunnel-delning-inom"),
        ConsentFact(patient="gunnel", kind="sip", starts=LAST_YEAR, ends=NEXT_SUMMER, source_id="gunnel-sip"),
    ),
    "asta": (
        ConsentFact(patient="asta", kind="sparr-inre", custodian_a="region-exempel", unit_a="linden",
                    starts=LAST_YEAR, source_id="asta-sparr-inre"),
        ConsentFact(patient="asta", kind="sparr-yttre", custodian_a="region-exempel",
                    starts=LAST_YEAR, source_id="asta-sparr-yttre"),
    ),
    "rut": (svod("rut", "linden", "hemsjukvarden-ekby"),),
}  # fmt: skip
