"""Who of the staff may do what no scope tells: open a contract, establish a relation, tell a reason."""

from typing import Final

from patientkontrakt.policy.actor import ROLES_WITHOUT_CARE
from patientkontrakt.policy.decision import AccessRefused
from patientkontrakt.records.desk import Desk

OPENS_CONTRACTS: Final = frozenset({"vardsamordnare", "sjukskoterska", "lakare"})
"""Roles that may open a contract (model.md D10)."""


def require_assignment(desk: Desk) -> tuple[str, str]:
    """The unit and custodian the actor works with patients for. Raises AccessRefused for everyone else."""
    if desk.actor.assignment is None or desk.actor.role in ROLES_WITHOUT_CARE:
        desk.note("command", "", "refused", "role")
        raise AccessRefused("role", may_know=True)
    return desk.actor.assignment


def require_opener(desk: Desk) -> None:
    """Raises AccessRefused unless the role may open a contract."""
    require_assignment(desk)
    if desk.actor.role not in OPENS_CONTRACTS:
        desk.note("command", "CarePlan", "refused", "role")
        raise AccessRefused("role", may_know=True)
