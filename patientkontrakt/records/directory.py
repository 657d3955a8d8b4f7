"""The people the authorization server may ask about (auth/people.py: PeopleDirectory), answered at the counter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from patientkontrakt import clock
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.identifiers.hsa_id import compared
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.policy.signing_in import Child, Known, Post
from patientkontrakt.records import guardians, numbers, posts, reader
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.names import name_in
from patientkontrakt.records.stored import body_of
from patientkontrakt.store import directory, resources

_PICKING = Scopes.parse("user/Patient.rs")
MOST_TO_PICK = 200


@dataclass(frozen=True)
class Directory:
    """Who is who. Looking for oneself at sign-in is no access to care data; picking a patient is, and is logged."""

    counter: Counter

    def person_by_number(self, number: str) -> Known | None:
        """Whose an identity number (12 digits) is: a patient's, a registered guardian's or both; None when nobody's."""
        with self.counter.database.glance() as tx:
            return numbers.whose(tx, number, self.counter.number_key)

    def posts_of_hsa_id(self, hsa_id: str) -> Sequence[Post]:
        """The PractitionerRoles of the member of staff with this HSA-id, by unit and role; whether they hold is asked of auth.
        None when two have it."""
        with self.counter.database.read() as tx:
            people = directory.ids_by_identifier(tx, "Practitioner", systems.HSA_IDS, compared(hsa_id))
            if len(people) != 1:
                return []
            roles = directory.roles_of(tx, people[0])
            return [
                Post(role, posts.label(tx, role), directory.identifiers_of(tx, "PractitionerRole", role))
                for role in roles
            ]

    def children_of(self, account: str, number_hmac: str | None, now: datetime) -> Sequence[Child]:
        """The children this account may act for now, as the law has it, by name."""
        at = clock.millis(now)
        with self.counter.database.read() as tx:
            hashes = guardians.hashes_of(tx, account, number_hmac, self.counter.number_key)
            wards = directory.wards_of(tx, hashes, at)
            found = (guardians.child_of(tx, account, child, relative, at) for child, relative in wards)
            return sorted(filter(None, found), key=lambda child: child.label)

    def acts_for(self, relative: str, child: str, now: datetime) -> bool:
        """Whether that RelatedPerson is a registered guardian still, and the law lets her read for the child (S-085)."""
        at = clock.millis(now)
        with self.counter.database.read() as tx:
            registered = directory.is_guardian_of(tx, relative, child, at)
            return registered and guardians.child_of(tx, "", child, relative, at) is not None

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
