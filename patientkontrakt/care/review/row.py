"""One row of the log with all that the national contract asks for (domain.md L-4), and every look at it."""

from dataclasses import dataclass

from patientkontrakt.accesslog import checks, reading
from patientkontrakt.accesslog.checks import Check
from patientkontrakt.accesslog.findings import Finding
from patientkontrakt.accesslog.reading import Logged, Wanted
from patientkontrakt.care.people import Party, described
from patientkontrakt.care.review.listing import Item, in_words
from patientkontrakt.care.review.reviewer import note_shown, require_reviewer, window
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records.comparing import keepers, protected
from patientkontrakt.records.desk import Desk

SYSTEM_NAME = "Patientkontrakt"
MOST_RESOURCES = 100


@dataclass(frozen=True)
class User:
    """Who did it: `assignment` is the PractitionerRole, `care_provider` and `care_unit` where she was at work."""

    user_id: str | None
    name: str | None
    title: str | None
    assignment: str | None
    care_provider: str | None
    care_unit: str | None


@dataclass(frozen=True)
class Resource:
    """What was shown or written: its kind, whose, and who keeps it. Where a protected patient was is left out."""

    type: str
    patient: str | None
    care_provider: str | None
    care_unit: str | None


@dataclass(frozen=True)
class Record:
    """The fields of TKB-LG. `level` is our own action, finer than the activity of `item`."""

    system_id: str
    system_name: str
    level: str
    item: Item
    user: User
    resources: list[Resource]
    checks: list[Check]
    others: int


def review_row(desk: Desk, id: str) -> Record:
    """The row. Raises AccessRefused, and NotFound for what is not a row of the own custodian's people."""
    custodian = require_reviewer(desk)
    row = require_row(desk, custodian, id)
    said = row.entry
    finding = Finding(row.place[1], 1, 1 if said.patient else 0, said.who, said.patient)
    (item,) = in_words(desk, custodian, [(row, finding)])
    note_shown(desk, {said.patient})
    return Record(
        system_id=desk.base,
        system_name=SYSTEM_NAME,
        level=said.action,
        item=item,
        user=_user(desk, row, item),
        resources=_resources(desk, row),
        checks=checks.of_rows(desk.tx, custodian, [row.id]).get(row.id, []),
        others=_others(desk, custodian, row),
    )


def require_row(desk: Desk, custodian: str, id: str) -> Logged:
    """A row of the own custodian's people. Raises NotFound."""
    row = reading.one(desk.tx, Wanted(custodian=custodian, id=id))
    if row is None:
        desk.note("read", "AuditEvent", "refused", "not_there")
        raise NotFound()
    return row


def _user(desk: Desk, row: Logged, item: Item) -> User:
    said = row.entry
    provider = described(desk, [f"Organization/{said.custodian}"])[f"Organization/{said.custodian}"]
    title = item.party.role or said.role
    return User(said.account, item.party.name, title, said.who, provider.name, item.unit.name)


def _resources(desk: Desk, row: Logged) -> list[Resource]:
    """What the row lists, as many as one can look at, each with who keeps it."""
    said = row.entry
    keys = [each.partition("@")[0] for each in said.items[:MOST_RESOURCES]]
    kept = keepers(desk, keys)
    hidden = said.patient in protected(desk, [said.patient] if said.patient else [])
    organizations = {f"Organization/{each}" for pair in kept.values() for each in pair if each}
    named = described(desk, organizations)

    def name(id: str | None) -> str | None:
        return named.get(f"Organization/{id}", Party()).name

    return [
        Resource(key.partition("/")[0], said.patient, name(of), None if hidden else name(unit))
        for key in keys
        for of, unit in [kept.get(key, (None, None))]
    ]


def _others(desk: Desk, custodian: str, row: Logged) -> int:
    """How many other rows of the same person and patient there are in the window of the list, at most a hundred."""
    said, asked = row.entry, window(desk, custodian)
    if said.patient is None or said.who is None:
        return 0
    wanted = Wanted(custodian=custodian, patient=said.patient, who=said.who, since=asked.since)
    return max(0, len(reading.page(desk.tx, wanted, None, 101)) - 1)
