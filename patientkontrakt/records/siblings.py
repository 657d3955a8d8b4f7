"""What a rule or command already permitted must know of the same patient's other resources.

No law is asked and nothing is shown: only rules and commands call this, for the patient they were let in to.
"""

from patientkontrakt.fhir.search.parameters import parameter_of
from patientkontrakt.fhir.search.question import Clause, Condition
from patientkontrakt.fhir.search.values import Token
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored, stored
from patientkontrakt.store import resources
from patientkontrakt.store.locks import lock_patient
from patientkontrakt.store.siblings import named, of_type, version_of


def hold(desk: Desk, patient: str) -> None:
    """Keep everyone else from writing about ``patient`` until this transaction ends: what is read from now on stands."""
    lock_patient(desk.tx, patient)


def sibling(desk: Desk, patient: str, type: str, id: str) -> Stored | None:
    """One resource of ``patient``, or None."""
    record = resources.current(desk.tx, type, id)
    return stored(record) if record and record.patient == patient else None


def named_siblings(desk: Desk, patient: str, keys: list[str]) -> list[Stored]:
    """The resources of ``patient`` among ``keys`` ("Task/x"), in that order; those that are not there are left out."""
    pairs = [(type, id) for type, _, id in (key.partition("/") for key in keys)]
    found = named(desk.tx, patient, pairs)
    return [stored(found[pair]) for pair in pairs if pair in found]


def sibling_version(desk: Desk, patient: str, type: str, id: str, version: int) -> Stored | None:
    """One earlier version of a resource of ``patient``, or None."""
    record = version_of(desk.tx, type, id, version)
    return stored(record) if record and record.patient == patient else None


def siblings(desk: Desk, patient: str, type: str, **tokens: tuple[str | None, str]) -> list[Stored]:
    """Every resource of ``type`` of ``patient``, in creation order, that carries the given tokens.

    ``siblings(desk, p, "Task", code=(systems.TASK, "svar"))``; a dash in a parameter is written ``_``.
    """
    clauses = tuple(clause_of(type, name.replace("_", "-"), *value) for name, value in tokens.items())
    return [stored(record) for record in of_type(desk.tx, patient, type, clauses, desk.at)]


def clause_of(type: str, name: str, system: str | None, code: str) -> Clause:
    """The filter that a token parameter has this value. Raises ValueError for what is no token parameter."""
    parameter = parameter_of(type, name)
    if parameter is None or parameter.kind != "token":
        raise ValueError(f"{type} has no token parameter {name}")
    return Clause(name, "token", None, (Condition("eq", Token(system, code)),))
