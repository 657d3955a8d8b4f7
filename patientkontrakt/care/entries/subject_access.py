"""What a person may ask for of her own (GDPR art. 15): everything she may see, in one file, told in the record (R-6).

What is withheld (`ej-patient`) and staff's own notes (`personal`) are not among it: the law of reading leaves them out.
"""

from patientkontrakt.care import permissions
from patientkontrakt.care.entries.disclosing import record
from patientkontrakt.care.entries.disclosure import Disclosure
from patientkontrakt.care.staff import require_own
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.everything import Slice, everything
from patientkontrakt.records.ownership import owner_about
from patientkontrakt.records.permission import require_scopes

PAGE = 1000
HERSELF = "Patienten själv"
WHY = "Begäran om registerutdrag (artikel 15 i dataskyddsförordningen)."


def my_export(desk: Desk, after: tuple[int, str] | None = None, count: int = PAGE) -> Slice:
    """A page of everything about her, in the order it was written. Raises AccessRefused for staff.

    The first page is a copy that leaves, and is written down as one; the pages after it are the same copy.
    """
    require_scopes(desk, *permissions.MY_EXPORT)
    patient = require_own(desk)
    found = everything(desk, patient, count=count, after=after, action="export")
    if after is None:
        told = Disclosure("", HERSELF, WHY, "registerutdrag", desk.actor.who, desk.now)
        record(desk, patient, told, owner_about(desk, patient))
    return found
