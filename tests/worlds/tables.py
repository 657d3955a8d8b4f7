"""A world put into real tables: its entries as rows, what was said as the facts the store derives from it."""

from dataclasses import replace

from patientkontrakt.db import Tx
from patientkontrakt.store import facts, history, resources
from patientkontrakt.store.record import Record
from tests.store.archive import record_of
from tests.worlds import law, stating
from tests.worlds.world import Entry, World


def put(tx: Tx, world: World) -> None:
    """Everything of a world, in a transaction that the caller takes back."""
    for entry in world.stored:
        _put_entry(tx, entry)
        for one in world.naming(entry):
            _refer(tx, one.patient or "", one.type, one.id, "about", entry.type, entry.id)
            if entry.is_behind_roles:
                _refer(tx, "", one.type, one.id, "practitioner", entry.type, entry.id)
    for said in world.said:
        for record, stated in stating.derived(said):
            facts.put(tx, record, stated, fresh=True)
        for group in said.patient.groups:
            _refer(tx, "", "Group", group, "member", "Patient", said.patient.id)


def _put_entry(tx: Tx, entry: Entry) -> None:
    row = law.row(entry)
    current = replace(record_of(row), version=2)
    resources.insert(tx, current)
    history.append(tx, _first(entry), "POST", "tests")
    history.append(tx, current, "PUT", "tests")
    for param, system, code in row.tokens:
        tx.run(
            "INSERT INTO ix_token (patient, type, id, param, system, code) VALUES (:p, :t, :i, :n, :s, :c)",
            {"p": row.patient or "", "t": row.type, "i": row.id, "n": param, "s": system, "c": code},
        )


def _first(entry: Entry) -> Record:
    return record_of(law.row(entry.first))


def _refer(tx: Tx, patient: str, type: str, id: str, param: str, target_type: str, target_id: str) -> None:
    tx.run(
        "INSERT INTO ix_ref (patient, type, id, param, target_type, target_id) VALUES (:p, :t, :i, :n, :tt, :ti)",
        {"p": patient, "t": type, "i": id, "n": param, "tt": target_type, "ti": target_id},
    )
