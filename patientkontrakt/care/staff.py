"""Who may do what no scope tells: staff open contracts and establish relations, a patient answers for herself."""

from typing import Final

from patientkontrakt.care.registers import entry
from patientkontrakt.fhir import systems
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
    """Raises AccessRefused unless the role, at a vårdenhet, may open a contract."""
    unit, _ = require_assignment(desk)
    kinds = (entry(desk, f"Organization/{unit}") or {}).get("type")
    if desk.actor.role not in OPENS_CONTRACTS or not systems.has_coding(kinds, systems.ORG, "vardenhet"):
        desk.note("command", "CarePlan", "refused", "role")
        raise AccessRefused("role", may_know=True)


def require_own(desk: Desk) -> str:
    """The id of the patient who acts for herself, or whose guardian does. Staff never do, whatever their context.

    Raises AccessRefused for everyone else: a digital yes is nobody's but the patient's.
    """
    if desk.actor.kind not in ("patient", "guardian") or desk.actor.patient is None:
        desk.note("command", "", "refused", "act")
        raise AccessRefused("act", may_know=True)
    return desk.actor.patient
