"""An approved authorization request: who approved what, for which patient. Kept as evidence beside the code."""

from dataclasses import dataclass

from patientkontrakt.auth.context import Context
from patientkontrakt.auth.person import Person
from patientkontrakt.auth.sessions import Session
from patientkontrakt.db import Tx
from patientkontrakt.fhir.resource import new_id


@dataclass(frozen=True, slots=True)
class Approval:
    """What Authlib carries as the `grant_user`: the live session, the granted scope, the context of the launch.

    `remembered` is the approval this one rests on, when the person was not asked again.
    """

    session: Session
    scope: str
    context: Context
    remembered: str | None = None

    @property
    def person(self) -> Person:
        """Who approved."""
        return self.session.person


def record(tx: Tx, approval: Approval, client: str, at: int) -> str:
    """Write down that this person let this client have this; returns the approval's id."""
    if approval.remembered:
        tx.run("UPDATE approval SET seen = :at WHERE id = :id", {"id": approval.remembered, "at": at})
        return approval.remembered
    id = new_id()
    tx.run(
        """INSERT INTO approval (id, account, client, scope, patient, relative, at, seen)
           VALUES (:id, :account, :client, :scope, :patient, :relative, :at, :at)""",
        {
            "id": id,
            "account": approval.person.account,
            "client": client,
            "scope": approval.scope,
            "patient": approval.context.patient,
            "relative": approval.context.relative,
            "at": at,
        },
    )
    return id
