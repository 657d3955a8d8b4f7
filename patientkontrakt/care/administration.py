"""Who may administer programs and assignments: a systemadministratör, and she sees no patient for it (access.md S1, S2)."""

from patientkontrakt.care import permissions
from patientkontrakt.policy.actor import ADMINISTRATOR
from patientkontrakt.policy.decision import AccessRefused
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes


def require_administrator(desk: Desk) -> str:
    """The custodian she administers for. Raises AccessRefused, noted, for everybody else."""
    custodian = desk.actor.custodian
    if desk.actor.kind != "staff" or desk.actor.role != ADMINISTRATOR or custodian is None:
        desk.note("administer", "", "refused", "not_administrator")
        raise AccessRefused("not_administrator", may_know=True)
    require_scopes(desk, *permissions.ADMINISTER)
    return custodian
