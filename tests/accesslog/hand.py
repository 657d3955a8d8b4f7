"""What the tests of the log do over and over: note an access, seal, verify, and tamper in plain SQL."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patientkontrakt.accesslog.append import append
from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.accesslog.seal import seal
from patientkontrakt.accesslog.verify import Verdict, verify
from patientkontrakt.db import Database

AT = 1_795_301_400_123  # 2026-11-21T22:50:00.123Z


def access(n: int = 0, **said: Any) -> Entry:
    """Maria reads Gunnel's plan, for the n:th time."""
    usual: dict[str, Any] = {
        "kind": "staff",
        "account": "maria",
        "who": "PractitionerRole/maria",
        "unit": "linden",
        "custodian": "region-exempel",
        "role": "vardsamordnare",
        "client": "portal",
        "jti": f"jti-{n}",
        "purpose": "Vård och behandling",
        "patient": "gunnel",
        "subject": "CarePlan/gunnel-kontrakt",
        "items": ("CarePlan/gunnel-kontrakt@3",),
        "count": 1,
    }
    first = {
        "at": AT + n,
        "request_id": f"req-{n}",
        "action": "read",
        "outcome": "permitted",
        "reason": "relation",
    }
    return Entry(**(first | usual | said))


@dataclass(frozen=True)
class Hand:
    """The owner of the database."""

    database: Database
    key: bytes
    heads: Path

    def note(self, *entries: Entry) -> None:
        """Append in one transaction of its own."""
        with self.database.write() as tx:
            append(tx, entries, self.key)

    def note_and_seal(self, *, seals: int, rows: int) -> None:
        """So many seals over so many rows each, one transaction a row."""
        for n in range(seals):
            for m in range(rows):
                self.note(access(n * rows + m))
            self.seal(AT + n)

    def seal(self, at: int = AT) -> int:
        return seal(self.database, self.key, self.heads, at)

    def verify(self) -> Verdict:
        return verify(self.database, self.key, self.heads)

    def run(self, sql: str, **params: Any) -> int:
        with self.database.write() as tx:
            return tx.run(sql, params)

    def rows(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        with self.database.read() as tx:
            return tx.rows(sql, params)

    def ids(self) -> list[int]:
        return [row[0] for row in self.rows("SELECT id FROM access_log ORDER BY tx, id")]
