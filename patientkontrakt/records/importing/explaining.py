"""Why a reference was refused, told exactly: at the doors such reasons sound alike on purpose, an operator may know."""

from collections.abc import Iterator
from dataclasses import replace

from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.resource import Key, references
from patientkontrakt.records.admission import patients_of
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.importing.leaving import is_stored
from patientkontrakt.records.importing.linking import Linked

_NOWHERE = ("Målet finns varken i filerna eller här.", "The target is neither in the files nor stored here.")
_NO_TYPE = (
    "Målet är av en typ som inte finns här.",
    "The target is of a type that does not exist here.",
)
_ANOTHER = ("Målet hör till en annan patient.", "The target belongs to another patient.")


def explained(desk: Desk, item: Linked, issues: tuple[Issue, ...]) -> Iterator[Issue]:
    """``issues`` with the reason of each reference that leads nowhere."""
    targets = {f"{each.path}.reference": each.reference.key for each in references(item.resource)}
    for issue in issues:
        key = targets.get(issue.expression[0]) if issue.code == "not-found" and issue.expression else None
        if key is None:
            yield issue
        else:
            sv, en = _reason(desk, key)
            yield replace(issue, sv=sv, en=en)


def _reason(desk: Desk, key: Key) -> tuple[str, str]:
    if not is_stored(key.type):
        return _NO_TYPE
    return _ANOTHER if patients_of(desk, [(key.type, key.id)]) else _NOWHERE
