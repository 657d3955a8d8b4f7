"""The people the authorization server may ask about (auth/people.py: PeopleDirectory), answered at the counter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.policy.signing_in import Child, Known, Post
from patientkontrakt.records import reader
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.stored import body_of
from patientkontrakt.store import directory, resources
from patientkontrakt.store.derive import number_hash

_PICKING = Scopes.parse("user/Patient.rs")
_NUMBERS = (systems.PERSONNUMMER, systems.SAMORDNINGSNUMMER)
_HSA_IDS = (systems.HSA_ID, systems.HSA_ID_HL7SE)
MOST_TO_PICK = 200


@dataclass(frozen=True)
class Directory:
    """Who is who. Looking for oneself at sign-in is no access to care data; picking a patient is, and is logged."""

    counter: Counter

    def person_by_number(self, number: str) -> Known | None:
        """The patient of an identity number (12 digits), and the hash guardians are known by; None when nobody has it."""
        hashed = number_hash(number, self.counter.number_key)
        with self.counter.database.read() as tx:
            found = directory.ids_by_identifier(tx, "Patient", _NUMBERS, number)
        return Known(found[0], hashed) if len(found) == 1 else None

    def posts_of_hsa_id(self, hsa_id: str) -> Sequence[Post]:
        """The PractitionerRoles of the member of staff with this HSA-id."""
        with self.counter.database.read() as tx:
            people = directory.ids_by_identifier(tx, "Practitioner", _HSA_IDS, hsa_id)
            roles = [role for person in people for role in directory.roles_of(tx, person)]
            return [
                Post(role, role, directory.identifiers_of(tx, "PractitionerRole", role)) for role in roles
            ]

    def children_of(self, account: str, number_hmac: str | None, now: datetime) -> Sequence[Child]:
        """Nobody: guardians do not sign in yet (the facts, the ground and the cut-off are in place)."""
        return ()

    def acts_for(self, relative: str, child: str, now: datetime) -> bool:
        """Never: guardians do not sign in yet."""
        return False

    def patients_for_picker(self, actor: Actor, now: datetime) -> Sequence[tuple[str, str]]:
        """(Patient id, name) of the patients the member of staff may search among, at most 200, by creation."""
        picking = replace(actor, scopes=_PICKING)
        with self.counter.reading(picking, now) as desk:
            page = reader.search(desk, SearchQuery("Patient", count=MOST_TO_PICK))
        return [(each.id, name_in(each.body())) for each in page.matches]

    def name_of(self, who: str) -> str | None:
        """The name of "Patient/x" or "PractitionerRole/x", for the person's own eyes."""
        type, _, id = who.partition("/")
        with self.counter.database.read() as tx:
            if type == "PractitionerRole":
                person = directory.practitioner_of(tx, id)
                type, id = "Practitioner", person or ""
            record = resources.current(tx, type, id)
        return name_in(body_of(record.body)) if record else None


def name_in(person: dict[str, object]) -> str:
    """A Patient's or Practitioner's name as one writes it: text, or given names and family name."""
    names = person.get("name")
    name = names[0] if isinstance(names, list) and names else {}
    return name.get("text") or " ".join([*name.get("given", ()), name.get("family", "")]).strip()
