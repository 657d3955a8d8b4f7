"""Which current rows of one patient a Restriction lets through."""

from patientkontrakt.db import Tx
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.restriction import predicate
from patientkontrakt.store.sql import Params


def ids(tx: Tx, patient: str, type: str, restriction: Restriction) -> list[str]:
    """The ids of the patient's rows of one type that the restriction opens."""
    params = Params(patient=patient, type=type)
    allowed = predicate(restriction, "r", params)
    sql = f"SELECT r.id FROM resource r WHERE r.patient = :patient AND r.type = :type AND {allowed}"
    return [str(row[0]) for row in tx.rows(sql, params)]
