"""What stands in the registers of people right now, for whoever follows their writes (auth/feed.py: Register)."""

from dataclasses import dataclass

from patientkontrakt.fhir.person import NUMBERS
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import custodian_of
from patientkontrakt.records.stored import body_of
from patientkontrakt.store import directory, resources
from patientkontrakt.store.derive import number_hash


@dataclass(frozen=True)
class People:
    """The registers as this desk's transaction sees them."""

    desk: Desk

    def custodian_of(self, unit: str) -> str | None:
        """The vårdgivare or omsorgsgivare of an Organization."""
        return custodian_of(self.desk, unit)

    def number_hmac(self, number: str) -> str:
        """The keyed hash that guardians are known by."""
        return number_hash(number, self.desk.number_key)

    def is_patient(self, number: str) -> bool:
        """Whether a Patient here has that identity number."""
        return bool(directory.ids_by_identifier(self.desk.tx, "Patient", NUMBERS, number))

    def is_active(self, practitioner: str) -> bool:
        """Whether the Practitioner is there, and active."""
        found = resources.current(self.desk.tx, "Practitioner", practitioner)
        return found is not None and body_of(found.body).get("active") is not False
