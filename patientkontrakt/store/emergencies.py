"""What has been asked and opened in emergencies lately: for the second step, and for the alarm (E2)."""

from patientkontrakt.db import Tx

_ASKED = (
    "SELECT 1 FROM access_log WHERE patient = :patient AND at >= :since AND account = :account AND unit = :unit"
    " AND action = :action AND outcome = 'permitted' LIMIT 1"
)
_OPENED = (
    "SELECT DISTINCT r.patient FROM ix_ref a"
    " JOIN ix_token c ON c.patient = a.patient AND c.type = a.type AND c.id = a.id AND c.param = 'category'"
    " JOIN ix_date d ON d.patient = a.patient AND d.type = a.type AND d.id = a.id AND d.param = 'date'"
    " JOIN resource r ON r.type = a.type AND r.id = a.id"
    " WHERE a.type = 'Consent' AND a.param = 'actor' AND a.target_type = 'PractitionerRole' AND a.target_id = :role"
    " AND c.system = :system AND c.code = :code AND d.lo >= :since"
)


def has_asked(tx: Tx, action: str, patient: str, account: str, unit: str, since: int) -> bool:
    """Whether the log has this account, at this unit, doing ``action`` to ``patient`` since then (epoch ms)."""
    asked = {"action": action, "patient": patient, "account": account, "unit": unit, "since": since}
    return tx.row(_ASKED, asked) is not None


def patients_with(tx: Tx, role: str, category: tuple[str, str], since: int) -> frozenset[str]:
    """The patients with a Consent of ``category`` that names ``PractitionerRole/role`` and was made since then."""
    system, code = category
    asked = {"role": role, "system": system, "code": code, "since": since}
    return frozenset(row[0] for row in tx.rows(_OPENED, asked))
