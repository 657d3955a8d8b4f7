"""The lines of the demo's sign-in page: whom one can be, and what that shows."""

from patientkontrakt.auth.given.people import Showcase
from patientkontrakt.demo.people import PEOPLE
from patientkontrakt.demo.staff import STAFF

SHOWCASE = (
    *(Showcase(each.id, "patient", f"{each.given} {each.family}", each.sv, each.en) for each in PEOPLE),
    *(Showcase(each.id, "staff", f"{each.given} {each.family}", each.sv, each.en) for each in STAFF),
)
