"""Writing down what came of looking (domain.md L-3: checks are documented), and handing out what patients ordered (L-5)."""

from typing import Final

from patientkontrakt.accesslog import checks, orders
from patientkontrakt.accesslog.checks import Check
from patientkontrakt.accesslog.orders import Order
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.review.reviewer import note_shown, require_reviewer
from patientkontrakt.care.review.row import require_row
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records.desk import Desk

PAGE: Final = 50
NEEDS_WORDS: Final = frozenset({"fraga-stalld", "misstanke"})
NEWEST: Final = 2**63 - 1


def check(desk: Desk, id: str, verdict: str, note: str | None, under: str | None) -> Check:
    """Document a look at a row, `under` the rule that put it on the list. Earlier looks stay.

    Raises AccessRefused, NotFound, and RuleBroken for a question or a suspicion without a word about it.
    """
    custodian = require_reviewer(desk)
    row = require_row(desk, custodian, id)
    if verdict in NEEDS_WORDS and not note:
        raise RuleBroken(_SILENT)
    made = Check(
        log_row=row.id,
        custodian=custodian,
        rule=under or "",
        verdict=verdict,
        note=note or "",
        account=desk.actor.account,
        who=desk.actor.who,
        at=desk.at,
    )
    checks.add(desk.tx, made)
    desk.note("check", f"AuditEvent/{row.id}", "permitted", "log_reader", patient=row.entry.patient)
    return made


def done_checks(desk: Desk, after: tuple[int | str, ...] | None = None) -> tuple[list[Check], int | None]:
    """A page of what has been looked at, newest first, and where it goes on."""
    custodian = require_reviewer(desk)
    before = int(after[0]) if after else NEWEST
    found = checks.page(desk.tx, custodian, before, PAGE + 1)
    note_shown(desk, set())
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def waiting_orders(desk: Desk) -> list[Order]:
    """What patients have ordered of the custodian's log and nobody has handed out, the most urgent first."""
    custodian = require_reviewer(desk)
    found = orders.waiting(desk.tx, custodian)
    note_shown(desk, {each.patient for each in found})
    return found


def hand_out(desk: Desk, id: str) -> None:
    """Open the ordered time for the patient. Raises AccessRefused, NotFound when no such order waits."""
    custodian = require_reviewer(desk)
    patient = orders.hand_out(desk.tx, id, custodian, desk.actor.who, desk.at)
    if patient is None:
        raise NotFound()
    desk.note("order", "AuditEvent", "permitted", "log_reader", patient=patient)


_SILENT: Final = rule(
    "Skriv vad du frågar, eller vad du misstänker.", "Write what you ask, or what you suspect.", "note"
)
