"""What a domain command asks of the law, once, before it acts (model.md D10). What follows from it asks no more."""

from patientkontrakt.policy.decision import AccessRefused, Permitted, decide
from patientkontrakt.policy.row import Row
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.writable import require_changeable
from patientkontrakt.store.facts import gather
from patientkontrakt.store.locks import lock_patient


def require_scopes(desk: Desk, *permissions: str) -> None:
    """``require_scopes(desk, "CarePlan.c", "Goal.c")``: the token covers every one. Raises AccessRefused ("scope").

    A command's own permission table says what it uses; the letters are SMART's.
    """
    for permission in permissions:
        type, letters = permission.split(".")
        for letter in letters:
            if not desk.actor.scopes.covers(desk.actor.levels, type, letter):  # type: ignore[arg-type]
                desk.note("command", type, "refused", "scope")
                raise AccessRefused("scope", may_know=True)


def require_creatable(
    desk: Desk, type: str, patient: str, tokens: frozenset[tuple[str, str, str]] = frozenset()
) -> str:
    """The ground on which the actor may create ``type`` for ``patient`` as its own unit's, the patient now locked.

    ``tokens`` are the (parameter, system, code) the new resource will be found by, where the law asks for them
    (a Consent's category). Raises AccessRefused; ``may_know`` only when the actor may know of the patient.
    """
    desk.restriction("c", type)
    lock_patient(desk.tx, patient)
    row = Row(
        type=type,
        id="",
        patient=patient,
        custodian=desk.actor.custodian,
        unit=desk.actor.unit,
        starts=desk.at,
        tokens=tokens,
    )
    verdict = decide(desk.actor, "c", row, gather(desk.tx, patient), desk.at)
    if isinstance(verdict, Permitted):
        return verdict.ground
    desk.note("create", type, "refused", verdict.reason, patient=patient)
    raise AccessRefused(verdict.reason, may_know=verdict.may_know)


__all__ = ["require_changeable", "require_creatable", "require_scopes"]
