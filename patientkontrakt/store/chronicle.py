"""One patient's versions in the order they were written, under a Restriction."""

from patientkontrakt.db import Tx
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.record import Record, columns
from patientkontrakt.store.restriction import predicate
from patientkontrakt.store.sql import Params


def since(tx: Tx, patient: str, type: str, restriction: Restriction, at: int) -> list[tuple[Record, str]]:
    """The permitted versions of one type written after `at` (epoch ms), and of each resource the one that stood then,
    oldest first, with who wrote them."""
    params = Params(patient=patient, type=type, at=at)
    allowed = predicate(restriction, "v", params)
    sql = (
        f"SELECT {columns('v')}, v.author FROM version v WHERE v.patient = :patient AND v.type = :type"
        " AND (v.updated > :at OR v.version = (SELECT max(w.version) FROM version w"
        " WHERE w.type = v.type AND w.id = v.id AND w.updated <= :at))"
        f" AND {allowed} ORDER BY v.updated, v.tx, v.id, v.version"
    )
    return [(Record(*row[:-1]), row[-1]) for row in tx.rows(sql, params)]
