"""An approved authorization request: who approved what, for which patient. Kept as evidence beside the code."""

from dataclasses import dataclass

from patientkontrakt.auth.given import launch
from patientkontrakt.auth.given.context import Context
from patientkontrakt.auth.given.person import Person
from patientkontrakt.auth.given.sessions import Session
from patientkontrakt.db import Tx
from patientkontrakt.fhir.resource import new_id


class Gone(Exception):
    """What the request rested on was used up or withdrawn in the same moment: its launch, its reference, her approval."""


@dataclass(frozen=True, slots=True)
class Approval:
    """What Authlib carries as the `grant_user`: the live session, the granted scope, the context of the launch.

    `remembered` is the approval this one rests on, when the person was not asked again; `keeps` that she wants not to be.
    `launch` is the secret the app was opened with; it is used up when the code is issued.
    """

    session: Session
    scope: str
    context: Context
    remembered: str | None = None
    keeps: bool = False
    launch: str | None = None

    @property
    def person(self) -> Person:
        """Who approved."""
        return self.session.person


def record(tx: Tx, approval: Approval, client: str, at: int) -> str:
    """Use up the launch, and write down that this person let this client have this; returns the approval's id.

    Call it in the transaction that issues the code. Raises Gone when somebody else took the launch first, or the approval
    it rests on no longer holds.
    """
    if approval.launch and not launch.take(tx, approval.launch, client, approval.person, at):
        raise Gone
    if approval.remembered:
        return _used_again(tx, approval.remembered, at)
    id = new_id()
    tx.run(
        """INSERT INTO approval (id, account, client, scope, patient, relative, at, seen, kept)
           VALUES (:id, :account, :client, :scope, :patient, :relative, :at, :at, :kept)""",
        {
            "id": id,
            "account": approval.person.account,
            "client": client,
            "scope": approval.scope,
            "patient": approval.context.patient,
            "relative": approval.context.relative,
            "at": at,
            "kept": int(approval.keeps),
        },
    )
    return id


def _used_again(tx: Tx, id: str, at: int) -> str:
    if not tx.run("UPDATE approval SET seen = :at WHERE id = :id AND ended IS NULL", {"id": id, "at": at}):
        raise Gone
    return id
