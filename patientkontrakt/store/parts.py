"""Several questions about one patient in one statement: the law of a type is asked once, however many questions lead to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from patientkontrakt.db import Tx
from patientkontrakt.fhir.search.question import Clause
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.clauses import condition
from patientkontrakt.store.record import Judged, Record, columns
from patientkontrakt.store.restriction import opened
from patientkontrakt.store.sql import Params


@dataclass(frozen=True)
class OfType:
    """The patient's rows of one type that meet every clause: each clause is sought among her own rows, never everybody's."""

    type: str
    clauses: tuple[Clause, ...] = ()

    def sql(self, params: Params, now: int) -> str:
        """The condition on the rows known as ``r``."""
        demands = [f"r.type = {params.add(self.type)}"]
        demands += [condition(each, self.type, "r", params, now, are_few=True) for each in self.clauses]
        return f"({' AND '.join(demands)})"


@dataclass(frozen=True)
class NamedBy:
    """The patient's rows that some of ``ids`` (of ``type``, the patient's own) name by the reference ``param``."""

    type: str
    ids: tuple[str, ...]
    param: str

    def sql(self, params: Params, now: int) -> str:
        """The condition on the rows known as ``r``: a list that asks nothing of the row, so that it is made once."""
        return (
            f"((r.type, r.id) IN (SELECT i.target_type, i.target_id FROM ix_ref i WHERE i.patient = :patient"
            f" AND i.type = {params.add(self.type)} AND i.id IN ({params.many(self.ids)})"
            f" AND i.param = {params.add(self.param)} AND i.url IS NULL))"
        )


@dataclass(frozen=True)
class Naming:
    """The patient's rows of ``type`` that name some of ``ids`` (of type ``named``) by the reference ``param``."""

    type: str
    param: str
    named: str
    ids: tuple[str, ...]

    def sql(self, params: Params, now: int) -> str:
        """The condition on the rows known as ``r``."""
        of_type = params.add(self.type)
        return (
            f"(r.type = {of_type} AND r.id IN (SELECT i.id FROM ix_ref i WHERE i.patient = :patient"
            f" AND i.type = {of_type} AND i.param = {params.add(self.param)} AND i.url IS NULL"
            f" AND i.target_type = {params.add(self.named)} AND i.target_id IN ({params.many(self.ids)})))"
        )


Question = OfType | NamedBy | Naming


def of_patient(
    tx: Tx, patient: str, questions: Sequence[Question], rights: Mapping[str, Restriction], now: int
) -> list[list[Judged]]:
    """What answers each question, in creation order with its ground: only rows of the types in ``rights`` that each opens."""
    params = Params(patient=patient)
    asked = [question.sql(params, now) for question in questions]
    allowed, ground = opened(rights, "r", params)
    marks = ", ".join(f"CASE WHEN {each} THEN 1 ELSE 0 END" for each in asked)
    sql = (
        f"SELECT {columns('r')}, {ground}, {marks} FROM resource r WHERE r.patient = :patient AND r.deleted = 0"
        f" AND ({' OR '.join(asked)}) AND {allowed} ORDER BY r.created_tx, r.type, r.id"
    )
    answers: list[list[Judged]] = [[] for _ in questions]
    width = len(questions)
    for row in tx.rows(sql, params):
        judged = Record(*row[: -width - 1]), row[-width - 1]
        for answer, mark in zip(answers, row[-width:], strict=True):
            if mark:
                answer.append(judged)
    return answers


def unjudged(tx: Tx, patient: str, questions: Sequence[OfType], now: int) -> list[Record]:
    """What answers any of the questions, in creation order: no law is asked (as store/siblings.py)."""
    params = Params(patient=patient)
    asked = " OR ".join(question.sql(params, now) for question in questions)
    sql = (
        f"SELECT {columns('r')} FROM resource r WHERE r.patient = :patient AND r.deleted = 0 AND ({asked})"
        " ORDER BY r.created_tx, r.id"
    )
    return [Record(*row) for row in tx.rows(sql, params)]
