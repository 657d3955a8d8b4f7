"""A world as the service's law sees it: an Actor, Rows and Facts. Nothing here knows how facts are kept."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from patientkontrakt.fhir.systems import CONSENT_PURPOSE
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.facts import (
    Agreement,
    ConsentFact,
    Contact,
    Death,
    Facts,
    Guardian,
    Protection,
    Reference,
    Relation,
)
from patientkontrakt.policy.row import Row
from patientkontrakt.policy.scopes import Scopes
from tests.worlds.world import Asker, Entry, Said, World

Body = dict[str, Any]
CLASSES: dict[str, type[Any]] = {
    "fact_relation": Relation,
    "fact_consent": ConsentFact,
    "fact_guardian": Guardian,
    "fact_contact": Contact,
    "fact_agreement": Agreement,
    "fact_protection": Protection,
    "fact_death": Death,
}
FIELDS = {
    "fact_relation": "relations",
    "fact_consent": "consents",
    "fact_guardian": "guardians",
    "fact_contact": "contacts",
    "fact_agreement": "agreements",
    "fact_protection": "protections",
    "fact_death": "deaths",
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


def facts_of(said: Said, stated: Iterable[tuple[str, Body]]) -> Facts:
    """What was stated about a patient, as the law takes it."""
    found: dict[str, list[Any]] = defaultdict(list)
    for table, columns in stated:
        found[FIELDS[table]].append(CLASSES[table](**columns))
    return Facts(**{name: tuple(each) for name, each in found.items()}, groups=said.patient.groups)  # type: ignore[arg-type]


def references_to(world: World, entry: Entry) -> frozenset[Reference]:
    """Who names the entry, and who names those."""
    naming = world.naming(entry)
    named = [(each, entry) for each in naming] + [
        (more, each) for each in naming for more in world.naming(each)
    ]
    return frozenset(Reference(row(one), _param(other), f"{other.type}/{other.id}") for one, other in named)


def _param(named: Entry) -> str:
    return "practitioner" if named.is_behind_roles else "about"
