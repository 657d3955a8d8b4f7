"""The registers of people, as an import writes them, and who may sign in by what they say."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from patientkontrakt import clock
from patientkontrakt.auth.given import person
from patientkontrakt.auth.given.person import Person
from patientkontrakt.fhir import systems
from patientkontrakt.records import writer
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.importing.run import operator
from patientkontrakt.records.stored import body_of
from patientkontrakt.store import resources
from tests.cast import NOW
from tests.records.region import imported_by

Body = dict[str, Any]
AT = clock.millis(NOW)
TRUST = writer.Trust("import")


@dataclass
class Registers:
    """The registers, as an import writes them."""

    counter: Counter

    def put(self, body: Body, id: str) -> None:
        """Write an entry, new or again."""
        body = {name: value for name, value in {**body, "id": id}.items() if value not in ([], {})}
        trust = imported_by("linden") if body["resourceType"] == "RelatedPerson" else TRUST
        with self.counter.writing(operator(), NOW) as desk:
            if resources.current(desk.tx, body["resourceType"], id) is None:
                writer.create(desk, body, id=id, trust=trust)
            else:
                writer.update(desk, body["resourceType"], id, body, None, trust=trust)

    def change(self, type: str, id: str, **elements: Any) -> None:
        """Write an entry again with other elements."""
        with self.counter.database.read() as tx:
            current = resources.current(tx, type, id)
        assert current is not None
        self.put({**body_of(current.body), **elements}, id)

    def person(self, key: str) -> Person | None:
        """Who signs in by that PractitionerRole or Patient id."""
        with self.counter.database.read() as tx:
            return person.by_key(tx, key)

    def refusal(self, key: str, after: timedelta = timedelta()) -> str | None:
        """Why she may not act, that long from now."""
        who = self.person(key)
        return who.refusal(clock.millis(NOW + after)) if who else "nobody"

    def guardians(self) -> list[tuple[Any, ...]]:
        with self.counter.database.read() as tx:
            return tx.rows("SELECT id, status FROM account WHERE kind = 'guardian'")

    def staff(self, **elements: Any) -> None:
        """Dag, a nurse at Eken, and the role with other elements."""
        self.put({"resourceType": "Practitioner", "name": [{"text": "Dag Sund"}]}, "dag")
        self.put(role(**elements), "dag")


def role(**elements: Any) -> Body:
    return {
        "resourceType": "PractitionerRole",
        "practitioner": {"reference": "Practitioner/dag"},
        "organization": {"reference": "Organization/eken"},
        "code": [{"coding": [{"system": systems.pk("role"), "code": "sjukskoterska"}]}],
        **elements,
    }


def coded(code: str) -> list[Body]:
    return [{"coding": [{"system": systems.pk("role"), "code": code}]}]
