"""A world as the service's law sees it: an Actor, Rows, and Facts derived from the resources that state them."""

from collections import defaultdict
from typing import Any

from patientkontrakt.fhir.systems import CONSENT_PURPOSE
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.facts import Facts
from patientkontrakt.policy.row import Row
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.store.derive import derive
from patientkontrakt.store.facts import CLASSES
from patientkontrakt.store.record import Record
from tests.worlds import resources
from tests.worlds.resources import Body, Statement
from tests.worlds.world import UNITS, Asker, Entry, Said, World

KEY = b"a key of these tests"
FIELDS = {
    "fact_relation": "relations",
    "fact_consent": "consents",
    "fact_guardian": "guardians",
    "fact_contact": "contacts",
    "fact_agreement": "agreements",
    "fact_protection": "protections",
}
_LEVELS = {"patient": "patient", "guardian": "patient", "staff": "user", "system": "system"}


def actor(world: World) -> Actor:
    """The asker, as the guard would make her."""
    asker = world.asker
    said = world.about(asker.patient)
    return Actor(
        kind=asker.kind,  # type: ignore[arg-type]
        account=f"account of {asker.who}",
        who=asker.who,
        scopes=Scopes.parse(scope(asker)),
        patient=asker.patient,
        unit=asker.unit,
        custodian=asker.custodian,
        role=asker.role,
        born=said.patient.born if said else None,
        groups=tuple(sorted(asker.groups)),
        feed=asker.feed,
        protected=asker.guardian_is_protected if asker.kind == "guardian" else None,
    )


def scope(asker: Asker) -> str:
    """Her grants in SMART's words."""
    words = []
    for grant in asker.grants:
        query = f"?category={CONSENT_PURPOSE}|{grant.purpose}" if grant.purpose else ""
        words.append(f"{_LEVELS[asker.kind]}/{grant.type}.{grant.letters}{query}")
    return " ".join(words)


def row(entry: Entry) -> Row:
    """The columns the law may look at."""
    tokens = frozenset({("category", CONSENT_PURPOSE, entry.purpose)} if entry.purpose else ())
    return Row(
        type=entry.type,
        id=entry.id,
        patient=entry.patient,
        custodian=entry.custodian,
        unit=entry.unit,
        part=TYPES[entry.type].part,
        visibility=entry.visibility,
        starts=entry.about.starts if entry.about else None,
        ends=entry.about.ends if entry.about else None,
        tokens=tokens,
    )


def record(patient: str, statement: Statement) -> Record:
    """The row a statement is kept in."""
    type, id = statement.body["resourceType"], statement.body["id"]
    custodian = UNITS[statement.unit] if statement.unit else None
    return Record(
        type, id, 1, patient, custodian, statement.unit, "ovrigt", "alla", None, None, 1, 1, 0, "{}"
    )


def derived(said: Said) -> list[tuple[Record, list[tuple[str, Body]]]]:
    """What the store derives from everything that was said: the facts of each resource."""
    everything = [Statement(resources.patient(said), None), *resources.statements(said)]
    records = [(record(said.patient.id, each), each.body) for each in everything]
    return [(known, derive(body, known, KEY)) for known, body in records]


def facts(said: Said) -> Facts:
    """The same as the law takes them."""
    found: dict[str, list[Any]] = defaultdict(list)
    for _, stated in derived(said):
        for table, columns in stated:
            found[FIELDS[table]].append(CLASSES[table](**columns))
    return Facts(**{name: tuple(each) for name, each in found.items()}, groups=said.patient.groups)  # type: ignore[arg-type]


def facts_for(world: World, entry: Entry) -> Facts:
    """The facts a verdict on this entry rests on: its patient's, or for reference data who is named where."""
    said = world.about(entry.patient)
    if said is not None:
        return facts(said)
    return Facts(referred=world.referred.get(world.asker.patient or "", frozenset()))
