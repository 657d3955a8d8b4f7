"""Which current rows of one patient the law lets through."""

from collections.abc import Mapping

from patientkontrakt.db import Tx
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.restriction import opened
from patientkontrakt.store.sql import Params


def keys(tx: Tx, patient: str, rights: Mapping[str, Restriction]) -> list[tuple[str, str]]:
    """The (type, id) of the patient's rows that the restriction of their type opens, in one statement."""
    params = Params(patient=patient)
    allowed, _ = opened(rights, "r", params)
    sql = f"SELECT r.type, r.id FROM resource r WHERE r.patient = :patient AND {allowed}"
    return [(type, id) for type, id in tx.rows(sql, params)]
