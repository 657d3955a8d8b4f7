"""Times and contacts of a patient, for a unit that she shares no more with."""

from collections.abc import Iterable
from typing import Any

from patientkontrakt.api.v1 import render
from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas.shared_times import ShownTimesAndContacts
from patientkontrakt.care import permissions
from patientkontrakt.care.people import described
from patientkontrakt.care.shared_times import SharedTimes, shared_times

blueprint = Blueprint("tider", "Tider och kontakter utan plan.")


@blueprint.operation(
    "GET", "/patients/<patient>/times", permissions.SHARED_TIMES, shows=ShownTimesAndContacts
)
def times_and_contacts(patient: str) -> Any:
    """Times to come and fixed contacts that the unit may read, its own and those shared with it."""
    with asked().reading() as desk:
        found = shared_times(desk, patient)
        people = described(desk, _named(found))
    return {
        "times": [render.time(each, found.around) for each in found.times],
        "contacts": [render.contact(each, found.around) for each in found.contacts],
        "people": people,
    }


def _named(found: SharedTimes) -> Iterable[str | None]:
    for time in found.times:
        yield from time.who
    for contact in found.contacts:
        yield from (contact.member, contact.team, contact.unit)
