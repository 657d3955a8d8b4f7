"""What a CarePlan that claims to be a patientkontrakt must obey at every door, beside its profile; and what follows."""

from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.command import is_commanded
from patientkontrakt.care.contract import rules
from patientkontrakt.care.contract.archive import Dossier, open_dossier, reachable
from patientkontrakt.care.contract.model import Deed, Life, Status
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource, has_code, target
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.records.desk import Desk

NEEDS_A_YES: Final = frozenset({Status.ACTIVE, Status.ON_HOLD})


def plan_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """The rules of a contract's CarePlan, all that are broken at once."""
    issues = _keeps_its_category(before, after)
    if before is None:
        return issues + _begins(after)
    then, now = _status(before), _status(after)
    issues += rules.step(then, now)
    if now == Status.ACTIVE and then != Status.ACTIVE and not issues:
        issues += _gate(desk, after)
    if now == Status.COMPLETED and then != Status.COMPLETED:
        issues += _ends(desk, after)
    return issues


def _keeps_its_category(before: Resource | None, after: Resource) -> list[Issue]:
    """A rule cannot be escaped by no longer claiming to be what it is about."""
    if before is None or has_code(before.get("category"), codes.CONTRACT) == has_code(
        after.get("category"), codes.CONTRACT
    ):
        return []
    return [
        rule(
            "En plan kan inte bli ett patientkontrakt, eller sluta vara det. Gör en ny.",
            "A plan cannot become a contract, or cease to be one. Make a new one.",
            "CarePlan.category",
        )
    ]


def _status(plan: Resource) -> Status:
    return Status(plan["status"])


def _begins(plan: Resource) -> list[Issue]:
    """A new contract has nobody's yes, so it cannot begin as active or paused."""
    if _status(plan) not in NEEDS_A_YES:
        return []
    return rules.recorded_yes(Life())


def _gate(desk: Desk, after: Resource) -> list[Issue]:
    dossier = _dossier(desk, after)
    contract = dossier.contract(after)
    missing = rules.gate(contract, reachable(desk, contract), desk.now, clock.today(desk.now))
    return missing + rules.recorded_yes(dossier.life())


def _ends(desk: Desk, after: Resource) -> list[Issue]:
    """An ended contract tells why, and how it went with each goal (domain.md §8.2)."""
    issues = []
    if systems.extension(after, systems.ext("end-reason")) is None:
        issues.append(rule("Ange varför planen avslutas.", "Say why the plan ends.", "CarePlan.extension"))
    if any(not goal.achievement for goal in _dossier(desk, after).contract(after).goals):
        issues.append(rule("Ange hur det gick med varje mål.", "Say how each goal went.", "CarePlan.goal"))
    return issues


def _dossier(desk: Desk, plan: Resource) -> Dossier:
    return open_dossier(desk, id_of(target(plan.get("subject")) or ""), plan["id"])


def begins_hidden(desk: Desk, before: Resource | None, after: Resource) -> str | None:
    """A contract is an utkast until an utgåva is published (D3)."""
    return "utkast" if before is None and _status(after) == Status.DRAFT else None


def entry_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """Utgåvor, answers and withdrawals are recorded by their commands, at no other door."""
    if is_commanded(desk):
        return []
    said = {systems.code_in(each.get("activity"), systems.ACTIVITY) for each in (before or {}, after)}
    return [_OPERATION[deed] for deed in Deed if deed in said]


def svar_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """The question put to the patient, and her answer, are written by their commands."""
    return [] if is_commanded(desk) else [_ANSWER]


_ANSWER: Final = rule(
    f"Svaret på en plan ges med {rules.ANSWER_OPERATIONS}.",
    f"The answer to a plan is given by {rules.ANSWER_OPERATIONS}.",
    "Task.code",
)
_OPERATION: Final = {
    Deed.UTGIVEN: rule(
        "En utgåva ges ut med POST /api/v1/contracts/{id}/publish.",
        "An utgåva is published by POST /api/v1/contracts/{id}/publish.",
        "Provenance.activity",
    ),
    Deed.OVERENS: rule(
        f"Ett ja registreras med {rules.ANSWER_OPERATIONS}.",
        f"A yes is recorded by {rules.ANSWER_OPERATIONS}.",
        "Provenance.activity",
    ),
    Deed.ATERKALLAD: rule(
        "Ett ja tas tillbaka med POST /api/v1/my/plan/withdraw, POST /api/v1/contracts/{id}/withdraw.",
        "A yes is taken back by POST /api/v1/my/plan/withdraw, POST /api/v1/contracts/{id}/withdraw.",
        "Provenance.activity",
    ),
}
