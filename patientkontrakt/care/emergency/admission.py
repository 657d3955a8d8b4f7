"""Who may act in an emergency at all: staff in care, at a vårdgivare, whose unit has a relation to the patient (E1, E2)."""

from typing import Final

from patientkontrakt.care.registers import entry
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir import systems
from patientkontrakt.policy.decision import AccessRefused
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes

CARE_PROVIDER: Final = "vardgivare"


def admitted(desk: Desk, patient: str, permissions: tuple[str, ...]) -> str:
    """The unit the actor works at. Raises AccessRefused for patients, guardians, systems and roles without care.

    Social care has no emergency of its own: SVO 3 kap. 5-6 §§ speak of vårdgivare. Raises NotFound without a relation.
    """
    unit, custodian = require_assignment(desk)
    require_scopes(desk, *permissions)
    kinds = (entry(desk, f"Organization/{custodian}") or {}).get("type")
    if not systems.has_coding(kinds, systems.ORG, CARE_PROVIDER):
        desk.note("command", "Consent", "refused", "role")
        raise AccessRefused("role", may_know=True)
    reader.read(desk, "Patient", patient)
    return unit
