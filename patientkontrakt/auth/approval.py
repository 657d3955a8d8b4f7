"""An approved authorization request: who approved what, for which patient. Kept as evidence beside the code."""

from dataclasses import dataclass

from patientkontrakt.auth.person import Person
from patientkontrakt.auth.sessions import Session
from patientkontrakt.db import Tx
from patientkontrakt.fhir.resource import new_id


@dataclass(frozen=True, slots=True)
class Approval:
    """What Authlib carries as the `grant_user`: the live session, the granted scope, the patient in context."""

    session: Session
    scope: str
    patient: str | None

    @property
    def person(self) -> Person:
        """Who approved."""
        return self.session.person


def record(tx: Tx, approval: Approval, client: str, at: int) -> None:
    """Write down that this person let this client have this."""
    tx.run(
        """INSERT INTO approval (id, account, client, scope, patient, at)
           VALUES (:id, :account, :client, :scope, :patient, :at)""",
        {
            "id": new_id(),
            "account": approval.person.account,
            "client": client,
            "scope": approval.scope,
            "patient": approval.patient,
            "at": at,
        },
    )
