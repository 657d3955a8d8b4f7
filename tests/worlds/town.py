"""The real service with the units of the worlds in it: each world is moved in through the counter, and asked over HTTP."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from patientkontrakt import clock
from patientkontrakt.auth.administration import accounts, assignments
from patientkontrakt.auth.given.standing import Standing
from patientkontrakt.auth.proving.guard import actor_of
from patientkontrakt.auth.registry.registration import NewClient, register_client
from patientkontrakt.fhir.outcome import Invalid
from patientkontrakt.policy.actor import Actor
from patientkontrakt.records import writer
from patientkontrakt.records.importing.run import operator
from patientkontrakt.records.ownership import Owner
from tests.api.fhir.house import Body, Caller, House
from tests.auth.house import INTEGRATOR_KEY
from tests.cast import PATIENTS, STAFF
from tests.records.region import organisation
from tests.worlds import bodies, law, resources
from tests.worlds.world import DAY, GROUP, SOCIAL, UNITS, Asker, Entry, Grant, Said, World

ADULT = "birger"
"""Who signs in when a guardian asks."""
KEPT = ("Organization", "Practitioner", "PractitionerRole")
INDEXES = ("ix_token", "ix_ref", "ix_date", "ix_string", "ix_uri", "ix_quantity")
FACTS = tuple(law.FIELDS)


@dataclass
class Town:
    """One service. `moved_in(world)` gives the world as it could be kept, and whoever asks in it."""

    house: House
    guardian: Actor | None = None
    pointing: dict[tuple[str, str], Entry] = field(default_factory=dict)
    """What each entry that points at another points at."""

    def moved_in(self, world: World) -> tuple[World, Caller]:
        """Empty the town, and fill it with this world; what the service refuses to keep is left out of it."""
        self._empty()
        said = tuple(self._said(each) for each in world.said)
        for_patient = {each.patient.id: each for each, _ in said}
        entries = [*(_patient(each) for each in for_patient), *(entry for _, kept in said for entry in kept)]
        entries += self._entries(world)
        self._group(world)
        kept = replace(
            world, said=tuple(for_patient.values()), entries=tuple(entries), asker=possible(world.asker)
        )
        return kept, self._caller(kept)

    def _empty(self) -> None:
        kept = ", ".join(f"'{type}'" for type in KEPT)
        with self.house.database.write() as tx:
            for table in ("resource", "version", *INDEXES):
                tx.run(f"DELETE FROM {table} WHERE type NOT IN ({kept})")
            for table in (*FACTS, "access_log", "token", "token_family", "assignment", "account"):
                tx.run(f"DELETE FROM {table}")

    def _said(self, said: Said) -> tuple[Said, list[Entry]]:
        """What of this the service keeps, and the entries it makes."""
        self._create(resources.patient(said), None)
        kept: dict[str, list[Any]] = {}
        entries = []
        for statement in resources.statements(said):
            if self._create(statement.body, statement.unit):
                name, saying = statement.said or ("", None)
                kept.setdefault(name, []).append(saying)
                entries.append(bodies.entry_of(said.patient.id, statement))
        told: Any = dict.fromkeys(resources.SAYINGS, ()) | {name: tuple(each) for name, each in kept.items()}
        return replace(said, **told), entries

    def _entries(self, world: World) -> list[Entry]:
        """Those the service keeps; the last point at the first of the same patient."""
        wanted = [bodies.as_kept(each) for each in world.entries if each.type in bodies.TYPES - {"Patient"}]
        kept: list[Entry] = []
        self.pointing = {}
        for entry in wanted:
            target = next((each for each in kept if each.patient == entry.patient), None)
            if self._create(bodies.body(entry, target), entry.unit, entry):
                kept.append(entry)
                if target and entry.type in bodies.POINTING:
                    self.pointing[entry.type, entry.id] = target
        return kept

    def _create(self, body: Body, unit: str | None, entry: Entry | None = None) -> bool:
        """Whether the service let it in; in two versions, when the first was marked another way."""
        owner = Owner(UNITS[unit], unit) if unit else None
        try:
            with self.house.counter.writing(operator(), clock.now()) as desk:
                first = entry.first.visibility if entry else "alla"
                trust = writer.Trust("import", owner, first)
                writer.create(desk, {**body}, id=body["id"], trust=trust)
                if entry and entry.earlier:
                    trust = writer.Trust("import", owner, entry.visibility)
                    writer.update(desk, entry.type, entry.id, {**body}, None, trust=trust)
        except Invalid:
            return False
        return True

    def _group(self, world: World) -> None:
        members = [each.patient.id for each in world.said if GROUP in each.patient.groups]
        group: Body = {"resourceType": "Group", "id": GROUP, "type": "person", "actual": True}
        if members:
            group["member"] = [{"entity": {"reference": f"Patient/{id}"}} for id in members]
        self._create(group, None)

    def _caller(self, world: World) -> Caller:
        """Whoever asks, with a token of her own. A guardian's actor is made here: guardians do not sign in yet."""
        asker, at, scope = world.asker, world.at, law.scope(world.asker)
        id = asker.who.split("/")[-1].removeprefix("client:")
        self.house._callers.clear()  # tokens of the world before
        with self.house.database.write() as tx:
            for said in world.said:
                accounts.enrol_patient(tx, said.patient.id, said.patient.born, at)
            accounts.enrol_patient(tx, ADULT, PATIENTS[ADULT].born, at)
            if asker.kind == "staff":
                where = asker.unit or "", asker.custodian or ""
                accounts.enrol_staff(tx, id, id, *where, asker.role or "", at - DAY, None, at)
            if asker.kind == "system":
                register_client(tx, _registration(asker, scope), at)
        match asker.kind:
            case "staff":
                return self.house.staff(id, scope)
            case "system":
                return self.house.system(id, scope)
            case "patient":
                return self.house.patient(id, scope)
        self.guardian = law.actor(world)
        return self.house.patient(ADULT, scope)

    def actor_of(self, found: Standing, request_id: str) -> Actor:
        """As the guard's, but for the guardian of this world."""
        if found.person and found.person.patient == ADULT and self.guardian:
            return replace(self.guardian, jti=found.id, request_id=request_id)
        return actor_of(found, request_id)


def settled(house: House) -> Town:
    """A town on an empty house."""
    with house.counter.writing(operator(), clock.now()) as desk:
        for custodian in sorted(set(UNITS.values())):
            kind = "omsorgsgivare" if custodian in SOCIAL else "vardgivare"
            writer.create(desk, organisation(custodian, kind), id=custodian, trust=writer.Trust("import"))
        for unit, custodian in UNITS.items():
            body = organisation(unit, "vardenhet", part_of=custodian)
            writer.create(desk, body, id=unit, trust=writer.Trust("import"))
        for person in ("maria", "ahmed"):
            name = {"resourceType": "Practitioner", "name": [{"text": STAFF[person].name}]}
            writer.create(desk, name, id=person, trust=writer.Trust("import"))
            role = {
                "resourceType": "PractitionerRole",
                "practitioner": {"reference": f"Practitioner/{person}"},
            }
            writer.create(desk, role, id=person, trust=writer.Trust("import"))
    return Town(house)


def possible(asker: Asker) -> Asker:
    """The asker as far as somebody like that can be registered and sign in at all."""
    match asker.kind:
        case "staff":
            unit = asker.unit or "linden"
            role = asker.role if asker.role in assignments.ROLES else "lakare"
            return replace(asker, unit=unit, custodian=UNITS[unit], role=role)
        case "system":
            grants = (Grant(type="*", letters="crus" if asker.feed else "rs"),)
            groups = asker.groups or frozenset({"another"})
            return replace(asker, grants=grants, groups=groups, custodian=asker.custodian or "region-exempel")
    return asker


def _registration(asker: Asker, scope: str) -> NewClient:
    keys = json.dumps({"keys": [INTEGRATOR_KEY.as_dict(private=False)]})
    return NewClient(
        name="demo-integrator",
        scope=scope,
        id="demo-integrator",
        organization=asker.custodian,
        groups=tuple(asker.groups),
        jwks=keys,
    )


def _patient(id: str) -> Entry:
    return Entry(type="Patient", id=id, patient=id)


def _key(entry: Entry) -> tuple[str, str]:
    return entry.type, entry.id
