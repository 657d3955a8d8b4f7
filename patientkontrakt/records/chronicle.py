"""What has been written about one patient since a moment, as far as the actor may read it now; and many versions at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from patientkontrakt.records import mask
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored, stored
from patientkontrakt.store import chronicle as rows
from patientkontrakt.store import history
from patientkontrakt.store.record import Judged
from patientkontrakt.store.restriction import PERMITTED


@dataclass(frozen=True)
class Written:
    """One version and who wrote it ("PractitionerRole/x")."""

    stored: Stored
    author: str | None


def chronicle(desk: Desk, patient: str, types: Iterable[str], at: int, subject: str) -> list[Written]:
    """The versions of these types written after `at` (epoch ms), and what stood then, oldest first.

    Each is judged by its own columns under the rights of now; what is not the actor's to read is left out, and so is a
    type the token does not cover. Noted once, about `subject`.
    """
    found = [
        row
        for type in types
        if (restriction := desk.opens("r", type)) is not None
        for row in rows.since(desk.tx, patient, type, restriction, at)
    ]
    desk.note_records("history", subject, ((record, "history") for record, _ in found))
    ordered = sorted(
        found, key=lambda row: (row[0].updated, row[0].tx, row[0].type, row[0].id, row[0].version)
    )
    told = mask.shown(desk, [stored(record) for record, _ in ordered], old=True)
    return [Written(each, author) for each, (_, author) in zip(told, ordered, strict=True)]


def versions(desk: Desk, references: Iterable[str], subject: str) -> list[Stored]:
    """The versions ("Goal/x/_history/3") that the actor may read, in that order; the others are left out.

    The law is asked of each, and what is shown is noted once, about `subject`.
    """
    shown: list[Judged] = []
    for reference in references:
        type, id, _, number = reference.split("/")
        restriction = desk.opens("r", type)
        if restriction is None:
            continue
        record, verdict = history.judged(desk.tx, type, id, int(number), restriction)
        if record is not None and verdict.startswith(PERMITTED) and not record.deleted:
            shown.append((record, verdict[1:]))
    desk.note_records("vread", subject, shown)
    return mask.shown(desk, [stored(record) for record, _ in shown], old=True)
