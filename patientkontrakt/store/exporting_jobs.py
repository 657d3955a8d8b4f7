"""What exports ask of the queue that other jobs do not: one at a time for each client, and taken back when done."""

from typing import Final

from patientkontrakt.db import Tx

# PostgreSQL's advisory locks of those who begin an export: "expo" and a number made of the client's name.
_LOCK: Final = 0x6578_706F


def be_alone(tx: Tx, client: str) -> None:
    """Wait until nobody else begins an export for this client."""
    if tx.dialect == "postgresql":  # SQLite's write transaction is alone by nature
        tx.row(
            "SELECT pg_advisory_xact_lock(CAST(:lock AS int), hashtext(:client))",
            {"lock": _LOCK, "client": client},
        )


def withdraw(tx: Tx, id: str, now: int) -> None:
    """Cancel a job that has ended already: what came of it is not to be had any more."""
    tx.run(
        "UPDATE job SET state = 'cancelled', ended = :now WHERE id = :id AND state IN ('done', 'failed')",
        {"id": id, "now": now},
    )
