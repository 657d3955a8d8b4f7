"""The rules of a contract: its status, the gate to `active`, how complete it is. Facts in, Issues out."""

from datetime import date, datetime
from typing import Final

from patientkontrakt.care.contract.model import Contract, Life, Status
from patientkontrakt.care.parties import Side
from patientkontrakt.care.promises.model import Promise
from patientkontrakt.care.promises.rules import COUNTED
from patientkontrakt.care.refusals import rule
from patientkontrakt.care.times.rules import next_step
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.profiles.vocabulary import codes_of

STEPS: Final[dict[Status, frozenset[Status]]] = {
    Status.DRAFT: frozenset({Status.ACTIVE, Status.REVOKED, Status.ENTERED_IN_ERROR}),
    Status.ACTIVE: frozenset({Status.ON_HOLD, Status.COMPLETED, Status.REVOKED, Status.ENTERED_IN_ERROR}),
    Status.ON_HOLD: frozenset({Status.ACTIVE, Status.COMPLETED, Status.REVOKED, Status.ENTERED_IN_ERROR}),
    Status.COMPLETED: frozenset({Status.ENTERED_IN_ERROR}),
    Status.REVOKED: frozenset({Status.ENTERED_IN_ERROR}),
    Status.ENTERED_IN_ERROR: frozenset(),
    Status.UNKNOWN: frozenset({Status.ENTERED_IN_ERROR}),
}
"""What a contract may become. Never back to draft, never active again once ended: that is a new one."""

ENDED: Final = frozenset({Status.COMPLETED, Status.REVOKED, Status.ENTERED_IN_ERROR})

END_REASONS: Final = codes_of("end-reason")
"""Why a contract ends (domain.md §1.4); ending never deletes (PDL 3 kap. 14 §)."""

ANSWER_OPERATIONS: Final = "POST /api/v1/contracts/{id}/answer, POST /api/v1/my/plan/answer"


def step(before: Status, after: Status) -> list[Issue]:
    """Whether the status machine has this step; staying is always allowed."""
    if before == after or after in STEPS[before]:
        return []
    return [
        rule(
            f"Ett patientkontrakt kan inte gå från {before} till {after}.",
            f"A contract cannot go from {before} to {after}.",
            "CarePlan.status",
        )
    ]


def gate(contract: Contract, reachable: frozenset[str], now: datetime, today: date) -> list[Issue]:
    """Points (a) to (d) before `active`; `reachable` are the ids of contacts with a way to reach them."""
    issues: list[Issue] = []
    if not _has_story(contract):
        issues.append(_STORY)
    issues += [_PROMISES[side] for side in Side if not promised(contract, side)]
    if not any(each.active and each.id in reachable for each in contract.contacts):
        issues.append(_CONTACT)
    if not _has_next_step(contract, now, today):
        issues.append(_NEXT_STEP)
    return issues


def recorded_yes(life: Life) -> list[Issue]:
    """Point (e): a yes with its method that has not been taken back."""
    standing = life.agreed()
    if standing and standing.method:
        return []
    return [_YES]


def promised(contract: Contract, side: Side) -> list[Promise]:
    """The side's promises that count: still standing, with an owner and a when."""
    return [
        each for each in contract.promises if each.side == side and each.status in COUNTED and _whole(each)
    ]


def completeness(
    contract: Contract, reachable: frozenset[str], now: datetime, today: date
) -> dict[str, bool]:
    """The nine points of domain.md §1.3: shown and counted as n of 9, never blocking."""
    contacts = [each for each in contract.contacts if each.active]
    return {
        "jag-gor": bool(promised(contract, Side.PATIENT)),
        "varden-gor": bool(promised(contract, Side.CARE)),
        "nasta-steg": _has_next_step(contract, now, today),
        "fast-kontakt": bool(contacts),
        "halla-koll": bool(contract.warnings),
        "vanda-sig": any(each.id in reachable for each in contacts),
        "paverka-tider": contract.no_time_needed or any(each.allows for each in contract.times),
        "samordning": bool(contract.coordination or contract.linked),
        "narstaende": contract.relatives is not None,
    }


def _has_story(contract: Contract) -> bool:
    return contract.story is not None and bool(contract.story.declined or contract.story.text)


def _has_next_step(contract: Contract, now: datetime, today: date) -> bool:
    return contract.no_time_needed or next_step(contract.times, now, today) is not None


def _whole(promise: Promise) -> bool:
    return bool(promise.owner and promise.text) and promise.has_a_when


_STORY: Final = rule(
    "”Viktigt för mig” saknas. Skriv patientens ord, eller att hon inte vill svara nu.",
    '"Important to me" is missing. Write the patient\'s words, or that she does not want to answer now.',
    "CarePlan.supportingInfo",
)
_PROMISES: Final = {
    Side.PATIENT: rule(
        "Mitt ansvar saknas: minst en sak som patienten gör, med när.",
        "My part is missing: at least one thing the patient does, with a when.",
        "CarePlan.activity",
    ),
    Side.CARE: rule(
        "Vårdens ansvar saknas: minst en sak som vården gör, med när.",
        "Care's part is missing: at least one thing care does, with a when.",
        "CarePlan.activity",
    ),
}
_CONTACT: Final = rule(
    "En fast kontakt som går att nå saknas: minst en med telefon eller annan väg.",
    "A fixed contact who can be reached is missing: at least one with a phone or another way.",
    "CarePlan.careTeam",
)
_NEXT_STEP: Final = rule(
    "Nästa steg saknas: en tid, ett senaste datum, eller ”ingen tid behövs”.",
    'The next step is missing: a time, a last day, or "no time needed".',
    "CarePlan.activity",
)
_YES: Final = rule(
    f"Patientens ja till den här planen är inte registrerat. Det görs med {ANSWER_OPERATIONS}.",
    f"The patient's yes to this plan is not recorded. That is done by {ANSWER_OPERATIONS}.",
    "CarePlan.status",
)
