"""The policy's archive in memory, put into real tables: the same rows, the same facts."""

from dataclasses import asdict

from patientkontrakt.db import Tx
from patientkontrakt.policy.facts import Facts, Reference
from patientkontrakt.policy.row import Row
from patientkontrakt.store import facts, history, resources
from patientkontrakt.store.record import Record
from tests.cast import GROUPS, PATIENTS, facts_of

TABLES = {
    "fact_relation": "relations",
    "fact_consent": "consents",
    "fact_guardian": "guardians",
    "fact_contact": "contacts",
    "fact_agreement": "agreements",
    "fact_protection": "protections",
    "fact_death": "deaths",
}


def put_rows(tx: Tx, rows: list[Row]) -> None:
    """Each row as a current resource and as its only version, findable by its tokens."""
    for row in rows:
        record = record_of(row)
        resources.insert(tx, record)
        history.append(tx, record, "POST", "tests")
        for param, system, code in row.tokens:
            tx.run(
                "INSERT INTO ix_token (patient, type, id, param, system, code) VALUES (:p, :t, :i, :n, :s, :c)",
                {"p": row.patient or "", "t": row.type, "i": row.id, "n": param, "s": system, "c": code},
            )


def record_of(row: Row) -> Record:
    known = {
        name: getattr(row, name)
        for name in ("type", "id", "patient", "custodian", "unit", "part", "starts", "ends")
    }
    return Record(**known, version=1, visibility=row.visibility, updated=1, tx=1, deleted=0, body="{}")


def put_facts(tx: Tx) -> None:
    """What is known of every patient of the cast, and who is in which Group."""
    for patient in PATIENTS:
        put_facts_of(tx, facts_of(patient))
    for group, members in GROUPS.items():
        for member in members:
            _refer(tx, "", "Group", group, "member", "Patient", member)


def put_facts_of(tx: Tx, known: Facts) -> None:
    for table, name in TABLES.items():
        for fact in getattr(known, name):
            columns = asdict(fact)
            record = record_of(Row(type=fact.source_type, id=fact.source_id, patient=fact.patient))
            facts.put(tx, record, [(table, columns)], fresh=True)


def refer(tx: Tx, reference: Reference) -> None:
    """A resource that is there refers to something."""
    row = reference.source
    _refer(tx, row.patient or "", row.type, row.id, reference.param, *reference.target.split("/"))


def _refer(tx: Tx, patient: str, type: str, id: str, param: str, target_type: str, target_id: str) -> None:
    tx.run(
        "INSERT INTO ix_ref (patient, type, id, param, target_type, target_id)"
        " VALUES (:patient, :type, :id, :param, :target_type, :target_id)",
        {
            "patient": patient,
            "type": type,
            "id": id,
            "param": param,
            "target_type": target_type,
            "target_id": target_id,
        },
    )
