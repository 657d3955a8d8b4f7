"""Who may review the log: an auditor, the log of what her own care provider's people have done (access.md A1, A2)."""

from datetime import timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.accesslog.findings import Window
from patientkontrakt.care import permissions
from patientkontrakt.policy.actor import AUDITOR
from patientkontrakt.policy.decision import AccessRefused, Permitted, decide
from patientkontrakt.policy.facts import Facts
from patientkontrakt.policy.row import Row
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes

DAYS: Final = timedelta(days=30)
"""How far back the list goes."""


def require_reviewer(desk: Desk) -> str:
    """The custodian whose log is reviewed. Raises AccessRefused, noted, for everybody but its log reader."""
    require_scopes(desk, *permissions.REVIEW)
    custodian = desk.actor.custodian
    row = Row(type="AuditEvent", id="", custodian=custodian)
    permitted = isinstance(decide(desk.actor, "s", row, Facts(), desk.at), Permitted)
    if desk.actor.role != AUDITOR or custodian is None or not permitted:
        desk.note("search", "AuditEvent", "refused", "role")
        raise AccessRefused("role", may_know=True)
    return custodian


def window(desk: Desk, custodian: str) -> Window:
    """The last thirty days, until now."""
    return Window(custodian, clock.millis(desk.now - DAYS), desk.at + 1)


def note_shown(desk: Desk, patients: set[str | None]) -> None:
    """Reading the log is logged, in the log of every patient whose rows were shown; of none, it is logged too."""
    known: list[str | None] = [*sorted(each for each in patients if each)]
    for patient in known or [None]:
        desk.note("search", "AuditEvent", "permitted", "log_reader", patient=patient)
