"""What belongs together about one patient, read through the law in one statement: a plan's parts and what stands beside it.

Each question is noted as the search it is, when its answer is taken: what nobody takes has not been shown. Only for
types that tell of nobody's identity, and questions that look for nobody: those have more to be judged by (linked.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from patientkontrakt.fhir.search.parameters import parameter_of
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored, stored
from patientkontrakt.store import parts as archive
from patientkontrakt.store.parts import NamedBy, Naming, OfType, Question
from patientkontrakt.store.record import Judged

__all__ = ["NamedBy", "Naming", "OfType", "Parts", "Question", "parts_of"]

_TELL_WHO: Final = frozenset({"Patient", "RelatedPerson"})


@dataclass(frozen=True)
class Parts:
    """What was found, question by question."""

    _desk: Desk
    _patient: str
    _found: dict[Question, list[Judged]]

    def brought(self, subject: str, *questions: Question) -> list[Stored]:
        """The answers, each row once, noted as what a search for `subject` brought along."""
        rows = {(row.type, row.id): (row, ground) for each in questions for row, ground in self._found[each]}
        self._desk.note_records("search", subject, rows.values())
        return [stored(row) for row, _ in rows.values()]

    def found(self, question: OfType) -> list[Stored]:
        """The answer, noted as a search of its own; nothing found is noted too. Empty where the token covers no such type."""
        rows = self._found[question]
        if rows:
            self._desk.note_records("search", question.type, rows)
        elif self._desk.opens("s", question.type) is not None:
            self._desk.note("search", question.type, "permitted", "no_hits", patient=self._patient)
        return [stored(row) for row, _ in rows]


def parts_of(desk: Desk, patient: str, questions: Sequence[Question]) -> Parts:
    """The answers to these questions about one patient. A type that the token does not cover brings nothing."""
    types = {type for each in questions for type in _types(each)}
    opened = {type: right for type in sorted(types) if (right := desk.opens("s", type)) is not None}
    asked = tuple(dict.fromkeys(questions))
    found = archive.of_patient(desk.tx, patient, asked, opened, desk.at) if opened else [[] for _ in asked]
    return Parts(desk, patient, dict(zip(asked, found, strict=True)))


def _types(question: Question) -> tuple[str, ...]:
    if not isinstance(question, NamedBy):
        wanted: tuple[str, ...] = (question.type,)
    else:
        parameter = parameter_of(question.type, question.param)
        wanted = parameter.targets if parameter else ()
    kept = tuple(
        type for type in wanted if type in TYPES and TYPES[type].is_in_archive and TYPES[type].kind == "care"
    )
    if not kept or _TELL_WHO & set(kept):
        raise ValueError(f"{question} asks for what this cannot judge")
    return kept
