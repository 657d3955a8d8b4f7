"""Who takes part in a contract: fixed contacts, others at work, units with how their invitation stands, relatives."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from patientkontrakt import clock
from patientkontrakt.accesslog.last_reads import last_reads
from patientkontrakt.care import codes, invitation, permissions, team
from patientkontrakt.care.contacts.model import ContactKind
from patientkontrakt.care.contacts.rules import is_current
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.contract.model import Contract
from patientkontrakt.care.entrance import read_by_staff
from patientkontrakt.care.invitation import Invitation
from patientkontrakt.care.parties import id_of, type_of
from patientkontrakt.care.people import Party, described, phone
from patientkontrakt.care.registers import gather, unit_of
from patientkontrakt.care.shapes import Resource
from patientkontrakt.fhir.person import name_of
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.readable import readable
from patientkontrakt.records.siblings import siblings

KINDS = {
    ContactKind.VARDKONTAKT: "fast-vardkontakt",
    ContactKind.SAMORDNANDE: "fast-vardkontakt",
    ContactKind.LAKARKONTAKT: "fast-lakarkontakt",
    ContactKind.OMSORGSKONTAKT: "fast-omsorgskontakt",
}


@dataclass(frozen=True)
class Participant:
    """Somebody who takes part. `status` is a unit's: med, inbjuden, inte-svarat; None for the unit that keeps it."""

    reference: str
    kind: str
    party: Party
    unit: str | None = None
    unit_name: str | None = None
    status: str | None = None
    invited_at: datetime | None = None
    last_read: datetime | None = None


def participants(desk: Desk, plan: str) -> list[Participant]:
    """For staff who may read the contract. Raises NotFound, AccessRefused."""
    require_scopes(desk, *permissions.TAKE_PART)
    dossier = _as_shown(desk, read_by_staff(desk, plan))
    found = _named(desk, dossier)
    at_work = {each: kind for each, kind in found.items() if type_of(each) != "RelatedPerson"}
    gather(desk, at_work)
    told = [_participant(desk, dossier, each, kind) for each, kind in at_work.items()]
    return [*_with_status(desk, dossier, told), *_relatives(desk, found)]


def _as_shown(desk: Desk, dossier: Dossier) -> Dossier:
    """The contract without the parts that are not the reader's: who stands in what is blocked is told as little (B-3)."""
    seen = readable(desk, dossier.patient, (each.type for each in dossier.parts.values()))
    return replace(dossier, parts={key: each for key, each in dossier.parts.items() if key in seen})


def _named(desk: Desk, dossier: Dossier) -> dict[str, str]:
    """Everybody, once, as the first of the kinds they are: reference to kind."""
    found: dict[str, str] = {}
    for reference, kind in _everybody(desk, dossier):
        if reference:
            found.setdefault(reference, kind)
    return found


def _everybody(desk: Desk, dossier: Dossier) -> Iterator[tuple[str | None, str]]:
    contract, today = dossier.contract(), clock.today(desk.now)
    for contact in contract.contacts:
        if is_current(contact, today):
            yield contact.member, KINDS[contact.kind]
    for reference in (*_at_work(contract), *team.members(desk, dossier)):
        kind = {"PractitionerRole": "deltagare", "Organization": "enhet", "RelatedPerson": "narstaende"}
        if type_of(reference) in kind:
            yield reference, kind[type_of(reference)]


def _at_work(contract: Contract) -> Iterator[str]:
    yield contract.author
    for promise in contract.promises:
        yield from (each for each in (promise.owner, promise.watched_by) if each)
    for time in contract.times:
        yield from time.who
    yield from contract.contributors


def _participant(desk: Desk, dossier: Dossier, reference: str, kind: str) -> Participant:
    unit = unit_of(desk, reference)
    works_at = f"Organization/{unit}"
    parties = described(desk, (reference, works_at))
    is_guest = kind == "enhet" and unit != dossier.plan.unit
    return Participant(
        reference=reference,
        kind=kind,
        party=parties[reference],
        unit=unit,
        unit_name=parties[works_at].name,
        status="med" if is_guest else None,
    )


def _with_status(desk: Desk, dossier: Dossier, told: list[Participant]) -> Iterator[Participant]:
    """How each unit's invitation stands, and when each last read the contract."""
    invited, reads = _invitations(desk, dossier), _last_reads(desk, dossier)
    for each in told:
        asked = invited.get(each.unit or "") if each.kind == "enhet" else None
        status, at = (asked.status, asked.at) if asked else (each.status, None)
        yield replace(each, status=status, invited_at=at, last_read=reads.get(each.reference))


def _invitations(desk: Desk, dossier: Dossier) -> dict[str, Invitation]:
    """The newest invitation of each unit that the contract's own unit has sent."""
    tasks = siblings(desk, dossier.patient, "Task", code=codes.INBJUDAN)
    sent = [each.body() for each in tasks if each.unit == dossier.plan.unit]
    told = [invitation.read(desk, each) for each in sent if not each.get("partOf")]
    return {each.unit: each for each in told if each.contract == dossier.plan.id}


def _last_reads(desk: Desk, dossier: Dossier) -> dict[str, datetime]:
    """By person and by unit."""
    found: dict[str, datetime] = {}
    for each in last_reads(desk.tx, dossier.patient, dossier.plan.key):
        at = clock.moment(each.at)
        for reader_ in (each.who, each.unit and f"Organization/{each.unit}"):
            if reader_:
                found[reader_] = max(at, found.get(reader_, at))
    return found


def _relatives(desk: Desk, named: dict[str, str]) -> list[Participant]:
    """The relatives the contract names, in words if the reader may see them."""
    keys = [each for each in named if type_of(each) == "RelatedPerson"]
    if not keys or desk.opens("s", "RelatedPerson") is None:
        return []
    asked = [("_id", ",".join(map(id_of, keys))), ("_count", "50")]
    page = reader.search(desk, parse_query("RelatedPerson", asked, strict=True))
    return [Participant(each.key, "narstaende", _relative(each.body())) for each in page.matches]


def _relative(body: Resource) -> Party:
    return Party(name_of(body), phone=phone(body))
