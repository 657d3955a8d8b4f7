"""The people the authorization server may ask about (auth/given/people.py: PeopleDirectory), answered at the counter."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

from patientkontrakt import clock
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Gone, NotFound
from patientkontrakt.fhir.resource import ID
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.identifiers.hsa_id import compared
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import AccessRefused
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.policy.signing_in import Child, Known, Listed, Post
from patientkontrakt.records import guardians, numbers, posts, reader
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.names import name_in
from patientkontrakt.records.stored import body_of
from patientkontrakt.store import directory, resources

_PICKING = Scopes.parse("user/Patient.rs")
_BY_NAME = ("_sort", "family,given")


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
        with self.counter.database.glance() as tx:
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
        with self.counter.database.glance() as tx:
            hashes = guardians.hashes_of(tx, account, number_hmac, self.counter.number_key)
            wards = directory.wards_of(tx, hashes, at)
            found = (guardians.child_of(tx, account, child, relative, at) for child, relative in wards)
            return sorted(filter(None, found), key=lambda child: child.label)

    def acts_for(self, relative: str, child: str, now: datetime) -> bool:
        """Whether that RelatedPerson is a registered guardian still, and the law lets her read for the child (S-085)."""
        at = clock.millis(now)
        with self.counter.database.glance() as tx:
            registered = directory.is_guardian_of(tx, relative, child, at)
            return registered and guardians.child_of(tx, "", child, relative, at) is not None

    def patients_for_picker(self, actor: Actor, words: Sequence[str], most: int, now: datetime) -> Listed:
        """The first `most`, by name, of the patients she may find whose names have all the words in them.

        What is logged is what is answered. `words` are as `words_in` gives them.
        """
        asked = [*(("name:contains", word) for word in words), _BY_NAME]
        query = replace(parse_query("Patient", asked, strict=True), count=most)
        try:
            with self._picking(actor, now) as desk:
                page = reader.search(desk, query)
        except AccessRefused:
            return Listed()
        named = tuple((each.id, name_in(each.body())) for each in page.matches)
        return Listed(named, has_more=page.after is not None)

    def patient_for_picker(self, actor: Actor, patient: str, now: datetime) -> str | None:
        """The name of the patient she has chosen, by one read; None for one who is not there or whom she may not read."""
        if not ID.fullmatch(patient):
            return None
        try:
            with self._picking(actor, now) as desk:
                return name_in(reader.read(desk, "Patient", patient).body())
        except (AccessRefused, NotFound, Gone):
            return None

    def _picking(self, actor: Actor, now: datetime) -> AbstractContextManager[Desk]:
        """A desk at which she does nothing but choose a patient, whatever she is about to let the app do."""
        return self.counter.reading(replace(actor, scopes=_PICKING), now)

    def name_of(self, who: str) -> str | None:
        """The name of "Patient/x" or "PractitionerRole/x", for the person's own eyes."""
        type, _, id = who.partition("/")
        with self.counter.database.glance() as tx:
            if type == "PractitionerRole":
                person = directory.practitioner_of(tx, id)
                type, id = "Practitioner", person or ""
            record = resources.current(tx, type, id)
        return name_in(body_of(record.body)) if record else None
