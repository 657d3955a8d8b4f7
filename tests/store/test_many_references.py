"""A resource may refer to thousands: a Group of patients does."""

from patientkontrakt.db import Database
from patientkontrakt.policy.row import Row
from patientkontrakt.store import resources
from tests.store.archive import put_rows


def test_thousands_of_references_are_looked_up_and_only_what_is_there_is_found(database: Database) -> None:
    there = [Row(type="Patient", id=f"p{number}", patient=f"p{number}") for number in range(0, 2_500, 50)]
    with database.write() as tx:
        put_rows(tx, there)
        found = resources.patients_of(tx, [("Patient", f"p{number}") for number in range(2_500)])
    assert found == {("Patient", row.id): row.id for row in there}
