"""What stands in the registers of people right now, for whoever follows their writes (auth/administration/feed.py: Register)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from patientkontrakt.fhir.resource import plainly_named
from patientkontrakt.records import numbers, organisations
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import body_of
from patientkontrakt.store import directory, many, resources
from patientkontrakt.store.derive import number_hash
from patientkontrakt.store.organisations import belonging_to

_AT_ONCE = 250  # entries in one statement


@dataclass(frozen=True)
class People:
    """The registers as this desk's transaction sees them."""

    desk: Desk

    def custodian_of(self, unit: str) -> str | None:
        """The vårdgivare or omsorgsgivare of an Organization."""
        return organisations.custodian_of(self.desk, unit)

    def custodian_by(self, organization: dict[str, Any]) -> str | None:
        """The same for an Organization as it is told here, with what it is part of as that stands."""
        if organisations.is_custodian(organization):
            return str(organization["id"])
        above = plainly_named(organization, "partOf", "Organization")
        return self.custodian_of(above) if above else None

    def roles_below(self, organization: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The PractitionerRoles (id, entry) at an Organization and at all that is part of it."""
        ids = belonging_to(self.desk.tx, "PractitionerRole", (organization,))
        for first in range(0, len(ids), _AT_ONCE):
            found = many.named(
                self.desk.tx, [("PractitionerRole", id) for id in ids[first : first + _AT_ONCE]]
            )
            yield from ((id, body_of(record.body)) for (_, id), record in sorted(found.items()))

    def number_hmac(self, number: str) -> str:
        """The keyed hash that guardians are known by."""
        return number_hash(number, self.desk.number_key)

    def is_patients(self, number: str) -> bool:
        """Whether an identity number is a Patient's here, so that nobody signs in with it as a guardian only."""
        return numbers.is_a_patients(self.desk.tx, number)

    def is_guardians(self, number: str) -> bool:
        """Whether somebody's registered guardian has that identity number."""
        return directory.is_any_guardian(self.desk.tx, self.number_hmac(number))

    def is_active(self, practitioner: str) -> bool:
        """Whether the Practitioner is there, and active."""
        found = resources.current(self.desk.tx, "Practitioner", practitioner)
        return found is not None and body_of(found.body).get("active") is not False
