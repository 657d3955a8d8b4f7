"""Astrid, and a second administrator: Lars with another assignment. Nobody in the cast is one by herself."""

from typing import Any

from patientkontrakt import clock
from patientkontrakt.auth.administration import accounts
from tests.api.fhir.house import House
from tests.api.v1.people import Person, staff

SCOPE = "openid fhirUser user/*.cruds"
# None at all.
ADDRESSES = {"redirect_uris": [], "logout_uris": [], "launch_uri": None, "contact": None}
CALLBACK = "http://127.0.0.1:9090/callback"


def astrid(house: House) -> Person:
    """The administrator of the cast."""
    return staff(house, "astrid")


def second(house: House) -> Person:
    """The other pair of eyes."""
    at = clock.millis(clock.now())
    with house.database.write() as tx:
        region = "region-exempel"
        accounts.enrol_staff(
            tx, "lars", "lars-admin", region, region, "systemadministrator", at - 1000, None, at
        )
    return Person(house._caller("demo-staff-app", "Practitioner/lars", SCOPE, assignment="lars-admin"))


def app(**said: Any) -> dict[str, Any]:
    """A sound registration."""
    return {"name": "Ny app", "scope": "openid patient/Goal.rs", "redirect_uris": [CALLBACK]} | said


def made(house: House, **said: Any) -> str:
    """The id of a program that has been asked for and approved."""
    change = astrid(house).done("POST", "/admin/clients", app(**said))
    second(house).done("POST", f"/admin/changes/{change['id']}/approve")
    return str(change["client"])


def acts(house: House) -> list[tuple[Any, ...]]:
    """(account, outcome, reason, subject) of what was administered, the oldest first."""
    return house.rows(
        "SELECT account, outcome, reason, subject FROM access_log WHERE action = 'administer' ORDER BY id"
    )
