"""The patient in context: a patient's own, or for staff who ask `launch/patient` one she chooses among those she may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from patientkontrakt import clock
from patientkontrakt.auth import moment
from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.authorization import Request
from patientkontrakt.auth.sessions import Session
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import AccessRefused
from patientkontrakt.policy.scopes import Scopes


@dataclass(frozen=True, slots=True)
class Choice:
    """The patient the tokens will be about, with the name she was chosen by, or the choices still to choose among."""

    patient: str | None = None
    name: str | None = None
    must_choose: bool = False
    choices: Sequence[tuple[str, str]] = ()


def context(authority: Authority, asked: Request, session: Session, offered: Scopes) -> Choice:
    """Who the tokens will be about. A posted `patient` counts only if it is among the choices now."""
    if session.person.kind == "patient":
        return Choice(session.person.patient)
    if "launch/patient" not in offered.others:
        return Choice()
    choices = _choices(authority, _actor(asked, session, offered))
    chosen = request.form.get("patient")
    for patient, name in choices:
        if patient == chosen:
            return Choice(patient, name)
    return Choice(must_choose=True, choices=choices)


def _choices(authority: Authority, actor: Actor) -> Sequence[tuple[str, str]]:
    """Whom she may choose: nobody for a role that is kept from patients, whose app hears of it when she cancels."""
    try:
        return authority.people.patients_for_picker(actor, clock.now())
    except AccessRefused:
        return ()


def _actor(asked: Request, session: Session, offered: Scopes) -> Actor:
    """The signed-in member of staff, with what she is about to give the client."""
    person = session.person
    return Actor(
        kind=person.kind,
        account=person.account,
        who=person.who,
        unit=person.unit,
        custodian=person.custodian,
        role=person.role,
        scopes=offered,
        client=asked.client.id,
        request_id=moment.request_id(),
    )
