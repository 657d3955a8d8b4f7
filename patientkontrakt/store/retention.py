"""When each custodian last wrote about each patient, and what it has written."""

from collections.abc import Iterator

from patientkontrakt.db import Database, Tx

_STEP = 500
_JOURNALS = (
    "SELECT patient, custodian, max(updated) FROM version WHERE patient IS NOT NULL AND custodian IS NOT NULL"
    " AND (patient > :patient OR (patient = :patient AND custodian > :custodian))"
    f" GROUP BY patient, custodian ORDER BY patient, custodian LIMIT {_STEP}"
)


def journals(database: Database) -> Iterator[tuple[str, str, int]]:
    """(patient, custodian, epoch ms of the last entry) of every journal, each step in a transaction of its own."""
    patient, custodian = "", ""
    while True:
        with database.read() as tx:
            found = tx.rows(_JOURNALS, {"patient": patient, "custodian": custodian})
        for row in found:
            yield row[0], row[1], int(row[2])
        if len(found) < _STEP:
            return
        patient, custodian = found[-1][0], found[-1][1]


def keys(tx: Tx, patient: str, custodian: str) -> list[str]:
    """The keys "Type/id" of one journal."""
    said = {"patient": patient, "custodian": custodian}
    sql = (
        "SELECT type, id FROM resource WHERE patient = :patient AND custodian = :custodian ORDER BY type, id"
    )
    return [f"{type}/{id}" for type, id in tx.rows(sql, said)]


def count(tx: Tx, patient: str, custodian: str) -> int:
    """How many resources one journal has."""
    said = {"patient": patient, "custodian": custodian}
    row = tx.row("SELECT count(*) FROM resource WHERE patient = :patient AND custodian = :custodian", said)
    return int(row[0]) if row else 0


def has_had(tx: Tx, patient: str, system: str, code: str) -> bool:
    """Whether any EpisodeOfCare of this patient, ended or not, carries the code."""
    sql = (
        "SELECT 1 FROM ix_token WHERE patient = :patient AND type = 'EpisodeOfCare'"
        " AND system = :system AND code = :code"
    )
    return tx.row(sql, {"patient": patient, "system": system, "code": code}) is not None
