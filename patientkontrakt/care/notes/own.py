"""Her notes: for herself alone unless she says otherwise. Taken away, they are marked as wrong and no longer listed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from patientkontrakt.care import codes, permissions
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract.own import newest_contract
from patientkontrakt.care.goals.audience import HERS_ALONE, require_adult
from patientkontrakt.care.questions.shapes import message, read_text
from patientkontrakt.care.shapes import Resource, has_code, moment, put, refs, target
from patientkontrakt.care.staff import require_own
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_creatable, require_scopes
from patientkontrakt.records.siblings import hold, sibling
from patientkontrakt.records.writer import COMMAND

CODES: Final = {"alla": codes.NOTE, HERS_ALONE: codes.OWN_NOTE}
MOST: Final = "500"


@dataclass(frozen=True)
class OwnNote:
    """One note: its words, who reads it (alla or egen), and when it was written."""

    id: str
    text: str
    audience: str
    at: datetime | None


def my_notes(desk: Desk) -> list[OwnNote]:
    """Her notes, newest first."""
    require_scopes(desk, *permissions.READ_MY_WORDS)
    wanted = ",".join(f"{code.system}|{code.code}" for code in CODES.values())
    pairs = [("patient", require_own(desk)), ("category", wanted), ("status", "completed")]
    query = parse_query("Communication", [*pairs, ("_sort", "-sent"), ("_count", MOST)], strict=True)
    return [_note(each.body()) for each in reader.search(desk, query).matches]


def write_note(desk: Desk, text: str, audience: str) -> OwnNote:
    """A new note. Raises AccessRefused for staff, RuleBroken for a guardian who would write for the child alone."""
    require_scopes(desk, *permissions.WRITE_MY_WORDS)
    patient = require_own(desk)
    require_creatable(desk, "Communication", patient)
    require_adult(desk, audience)
    body = message(CODES[audience], text, f"Patient/{patient}", desk.actor.who, desk.now)
    dossier = newest_contract(desk, patient)
    put(body, "about", refs([dossier.plan.key]) if dossier else None)
    return _note(writer.create(desk, body).body())


def remove_note(desk: Desk, id: str) -> OwnNote:
    """Take a note of hers off the list. Raises NotFound: not there, another's and taken away already are the same."""
    require_scopes(desk, *permissions.WRITE_MY_WORDS)
    patient = require_own(desk)
    require_creatable(desk, "Communication", patient)
    hold(desk, patient)
    found = sibling(desk, patient, "Communication", id)
    body = found.body() if found else {}
    if not _is_note(body) or target(body.get("sender")) not in (f"Patient/{patient}", desk.actor.who):
        desk.note("update", f"Communication/{id}", "refused", "not_there", patient=patient)
        raise NotFound()
    gone = body | {"status": "entered-in-error"}
    with commanded(desk):
        return _note(writer.update(desk, "Communication", id, gone, None, trust=COMMAND).body())


def _is_note(body: Resource) -> bool:
    return body.get("status") == "completed" and any(
        has_code(body.get("category"), code) for code in CODES.values()
    )


def _note(body: Resource) -> OwnNote:
    audience = HERS_ALONE if has_code(body.get("category"), codes.OWN_NOTE) else "alla"
    return OwnNote(body["id"], read_text(body), audience, moment(body.get("sent")))
