"""Which units keep rows of one patient: where they lie, never what they are."""

from collections.abc import Mapping

from patientkontrakt.db import Tx
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.restriction import opened
from patientkontrakt.store.sql import Params


def keepers(tx: Tx, patient: str, rights: Mapping[str, Restriction]) -> list[tuple[str, str]]:
    """The (custodian, unit) of the patient's rows that each type's own Restriction opens, each once, in order."""
    params = Params(patient=patient)
    condition, _ = opened(rights, "r", params)
    sql = (
        "SELECT DISTINCT r.custodian, r.unit FROM resource r WHERE r.patient = :patient AND r.deleted = 0"
        f" AND r.custodian IS NOT NULL AND r.unit IS NOT NULL AND {condition} ORDER BY r.custodian, r.unit"
    )
    return [(custodian, unit) for custodian, unit in tx.rows(sql, params)]
