"""Times to come and fixed contacts of one patient, without any plan: all that the level `tider-kontakter` lets a unit see."""

from dataclasses import dataclass

from patientkontrakt import clock
from patientkontrakt.care import permissions
from patientkontrakt.care.contacts.from_fhir import contact
from patientkontrakt.care.contacts.model import FixedContact
from patientkontrakt.care.contacts.reach import reach
from patientkontrakt.care.contacts.rules import is_current
from patientkontrakt.care.contract.around import Around
from patientkontrakt.care.contract.from_fhir import is_fixed
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.care.times.from_fhir import time
from patientkontrakt.care.times.model import NextTime
from patientkontrakt.care.times.place import place_of
from patientkontrakt.care.times.rules import coming
from patientkontrakt.care.whole import search_whole
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes


@dataclass(frozen=True)
class SharedTimes:
    """Times to come, the earliest first, and the contacts of today; `around` has versions, places and hours."""

    times: tuple[NextTime, ...]
    contacts: tuple[FixedContact, ...]
    around: Around


def shared_times(desk: Desk, patient: str) -> SharedTimes:
    """What the law lets staff read of it: their own custodian's, and what others share with their unit.

    Raises NotFound without a relation, AccessRefused on scope and for who does not work with patients.
    """
    require_scopes(desk, *permissions.SHARED_TIMES)
    require_assignment(desk)
    reader.read(desk, "Patient", patient)
    today = clock.today(desk.now)
    booked, _ = search_whole(desk, "Appointment", [("patient", patient)])
    teams, _ = search_whole(desk, "CareTeam", [("patient", patient)])
    times = coming((time(each.body()) for each in booked), desk.now, today)
    fixed = (contact(body) for each in teams if is_fixed(body := each.body()))
    contacts = tuple(each for each in fixed if is_current(each, today))
    around = Around(
        versions={each.key: each.version for each in booked},
        places={each.id: place_of(desk, each) for each in times},
        contacts=reach(desk, contacts).contacts,
    )
    return SharedTimes(tuple(times), contacts, around)
