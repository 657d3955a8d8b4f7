"""How the demo writes: through the counter, as an import, and only what is not there yet."""

from patientkontrakt.demo.fhir import Resource
from patientkontrakt.demo.organisations import custodian_of
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import NOBODY, Owner
from patientkontrakt.records.registers import reference_entry
from patientkontrakt.records.writer import Trust

LOADER = Actor(kind="system", account="operator", who="client:demo", scopes=Scopes.parse(""), client="demo")
"""Whoever may run commands on this machine, in the name of the demo (logged so)."""


def put_entry(desk: Desk, body: Resource) -> bool:
    """Store one piece of reference data under its own id; false when it is there already."""
    if reference_entry(desk, body["resourceType"], body["id"]) is not None:
        return False
    put(desk, body, NOBODY)
    return True


def put(desk: Desk, body: Resource, owner: Owner, visibility: str | None = None) -> None:
    """Store a new resource under its own id, as `owner`'s."""
    writer.create(desk, body, id=body["id"], trust=Trust("import", owner, visibility))


def unit_owner(unit: str) -> Owner:
    """A unit and its custodian as owner."""
    return Owner(custodian_of(unit), unit)


def add_members(desk: Desk, group: str, patients: list[str]) -> None:
    """Put the patients that are missing into a Group; nothing when none is."""
    known = reference_entry(desk, "Group", group)
    if known is None:
        raise LookupError(f"Group/{group}")
    body = known.body()
    there = {each["entity"]["reference"] for each in body["member"]}
    new = [each for each in (f"Patient/{id}" for id in patients) if each not in there]
    if new:
        body["member"] += [{"entity": {"reference": each}} for each in new]
        writer.update(desk, "Group", group, body, None, trust=Trust("import", NOBODY))
