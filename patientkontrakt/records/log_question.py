"""What a FHIR search asks of the access log, as the rows that are wanted. Pure but for the words of refusals."""

from dataclasses import replace
from typing import Final

from patientkontrakt.accesslog.kinds import actions_of
from patientkontrakt.accesslog.reading import EVER, Wanted
from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.search import refusals
from patientkontrakt.fhir.search.question import Clause, Condition, SearchQuery
from patientkontrakt.fhir.search.values import DateRange, Ref, Token

_OUTCOMES: Final = {"0": "permitted", "4": "refused", "8": "failed"}
_NOTHING: Final = Wanted(id="")


def wanted_of(query: SearchQuery) -> Wanted:
    """The rows that are asked for. Raises Malformed for what the log is not searched by."""
    if getattr(query, "links", ()):  # filters through other resources: ignoring one would show too much
        raise Malformed(refusals.not_supported("agent"))
    if query.includes or query.total or query.summary == "count":
        raise Malformed(refusals.not_supported("_include" if query.includes else "_total"))
    if query.sort not in ((), (("date", True),)):
        raise Malformed(
            refusals.not_supported("_sort", "loggen visas nyast först.", "the log is newest first.")
        )
    wanted = Wanted()
    for clause in query.clauses:
        if clause.param not in _READ or clause.modifier:
            raise Malformed(refusals.not_supported(clause.param))
        wanted = _READ[clause.param](wanted, clause)
    return wanted


def _token(clause: Clause) -> list[str]:
    return [each.value.code or "" for each in clause.values if isinstance(each.value, Token)]


def _reference(clause: Clause) -> Ref:
    """The one resource that is asked for, with its type."""
    (first, *more) = clause.values
    if more or not isinstance(first.value, Ref) or not first.value.id or first.value.url:
        raise Malformed(refusals.not_supported(clause.param, "skriv en Typ/id.", "write one Type/id."))
    if first.value.type is None and clause.param != "patient":
        raise Malformed(refusals.not_supported(clause.param, "skriv Typ/id.", "write Type/id."))
    return first.value


def _by_id(wanted: Wanted, clause: Clause) -> Wanted:
    (first, *more) = _token(clause)
    if more:
        raise Malformed(refusals.not_supported(clause.param, "skriv ett id.", "write one id."))
    return replace(wanted, id=first)


def _by_patient(wanted: Wanted, clause: Clause) -> Wanted:
    id = _reference(clause).id
    return replace(wanted, patient=id) if wanted.patient in (None, id) else _NOTHING


def _by_entity(wanted: Wanted, clause: Clause) -> Wanted:
    asked = _reference(clause)
    if asked.type == "Patient":
        return _by_patient(wanted, clause)
    return replace(wanted, item=f"{asked.type}/{asked.id}")


def _by_agent(wanted: Wanted, clause: Clause) -> Wanted:
    asked = _reference(clause)
    if asked.type == "Organization":
        return replace(wanted, organization=asked.id)
    return replace(wanted, who=f"{asked.type}/{asked.id}")


def _by_outcome(wanted: Wanted, clause: Clause) -> Wanted:
    return replace(wanted, outcomes=tuple(_OUTCOMES.get(code, code) for code in _token(clause)))


def _by_action(wanted: Wanted, clause: Clause) -> Wanted:
    """E is all that is neither read, created, updated nor deleted."""
    letters = set(_token(clause))
    if "E" not in letters:
        return replace(wanted, actions=tuple(actions_of(letters)) or ("",))
    return replace(wanted, other_actions=tuple(actions_of({"C", "R", "U", "D"} - letters)))


def _by_date(wanted: Wanted, clause: Clause) -> Wanted:
    for each in clause.values:
        wanted = _within(wanted, clause, each)
    return wanted


def _within(wanted: Wanted, clause: Clause, asked: Condition) -> Wanted:
    bounds = _bounds(asked) if len(clause.values) == 1 else None
    if bounds is None:
        raise Malformed(
            refusals.not_supported(
                clause.param, "skriv eq, ge, gt, le eller lt.", "write eq, ge, gt, le or lt."
            )
        )
    since, until = bounds
    return replace(wanted, since=max(wanted.since, since), until=min(wanted.until, until))


def _bounds(asked: Condition) -> tuple[int, int] | None:
    """The instants from and before which a row may be; None for a prefix that is not taken."""
    if not isinstance(asked.value, DateRange):
        return None
    lo, hi = asked.value.lo, asked.value.hi
    after, before = {"ge": lo, "gt": hi, "sa": hi}, {"le": hi, "lt": lo, "eb": lo}
    if asked.prefix == "eq":
        return lo, hi
    if asked.prefix in after:
        return after[asked.prefix], EVER
    return (0, before[asked.prefix]) if asked.prefix in before else None


_READ: Final = {
    "_id": _by_id,
    "_lastUpdated": _by_date,
    "action": _by_action,
    "agent": _by_agent,
    "date": _by_date,
    "entity": _by_entity,
    "outcome": _by_outcome,
    "patient": _by_patient,
}
