"""The patient in context: a patient's own or a child's of hers, or for staff who ask `launch/patient` one she chooses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import request

from patientkontrakt import clock
from patientkontrakt.auth import moment
from patientkontrakt.auth.asking.children import children_of
from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.given import actors
from patientkontrakt.auth.given.context import Context
from patientkontrakt.auth.given.person import Person
from patientkontrakt.auth.given.sessions import Session
from patientkontrakt.auth.oauth.authorization import Request
from patientkontrakt.fhir.search.words import words_in
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.policy.signing_in import Child

MANY = 12
"""Staff are shown so many patients at a time; others are found by name."""
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """The patient the tokens will be about, with the name she was chosen by, or the choices still to choose among.

    `relative` is the RelatedPerson a guardian acts as for that patient. `own` is the patient who is the person herself,
    among the choices of a family. `typed` is the name staff searched for, "" when none; `has_more` that others answer to it.
    """

    patient: str | None = None
    name: str | None = None
    relative: str | None = None
    must_choose: bool = False
    choices: Sequence[tuple[str, str]] = ()
    own: str | None = None
    typed: str = ""
    has_more: bool = False


class Lost(Exception):
    """The app was opened for a patient this person may not act for (any more)."""


def choose(
    authority: Authority,
    asked: Request,
    session: Session,
    offered: Scopes,
    launched: Context | None,
    *,
    may_ask: bool,
) -> Choice:
    """Who the tokens will be about. A posted `patient` counts only if she may choose that one now. Raises Lost.

    Unless one `may_ask`, staff's patients are not even looked up: they would be logged as shown.
    """
    if session.person.kind != "staff":
        return _of_family(authority, asked, session.person, offered, launched)
    if launched:
        return Choice(launched.patient)
    if asked.client.trusted or "launch/patient" not in offered.others:
        return Choice()
    actor, chosen = _actor(asked, session, offered), request.form.get("patient")
    if chosen and (name := authority.people.patient_for_picker(actor, chosen, clock.now())):
        return Choice(chosen, name)
    if not may_ask:
        return Choice(must_choose=True)
    return _among_patients(authority, actor, request.form.get("search", "")[:_LONGEST])


def _among_patients(authority: Authority, actor: Actor, typed: str) -> Choice:
    """The page of the picker. Nobody is on it for a role that is kept from patients; its app hears when she cancels."""
    words = words_in(typed)
    found = authority.people.patients_for_picker(actor, words, MANY, clock.now())
    return Choice(
        must_choose=True,
        choices=found.patients,
        typed=typed if words else "",
        has_more=found.has_more,
    )


def _of_family(
    authority: Authority, asked: Request, person: Person, offered: Scopes, launched: Context | None
) -> Choice:
    """Herself without a question, unless she is asked whom it is about and there are children to choose among."""
    wanted = launched.patient if launched else None
    asks = asked.client.trusted or "launch/patient" in offered.others or person.patient is None
    if person.patient and (wanted == person.patient or (not wanted and not asks)):
        return Choice(person.patient)
    children = children_of(authority, person.account)
    if wanted:
        return _opened_for(children, wanted)
    if person.patient and not children:
        return Choice(person.patient)
    chosen = request.form.get("patient")
    if person.patient and chosen == person.patient:
        return Choice(person.patient)
    for child in children:
        if child.patient == chosen:
            return _of_child(child)
    return Choice(must_choose=True, choices=_labelled(authority, person, children), own=person.patient)


def _opened_for(children: Sequence[Child], wanted: str) -> Choice:
    for child in children:
        if child.patient == wanted:
            return _of_child(child)
    raise Lost


def _of_child(child: Child) -> Choice:
    return Choice(child.patient, child.label, child.relative)


def _labelled(authority: Authority, person: Person, children: Sequence[Child]) -> Sequence[tuple[str, str]]:
    own = [(person.patient, authority.people.name_of(person.who) or "")] if person.patient else []
    return [*own, *((child.patient, child.label) for child in children)]


def _actor(asked: Request, session: Session, offered: Scopes) -> Actor:
    """The signed-in member of staff, with what she is about to give the client."""
    who = actors.of_person(session.person, asked.client.id, offered)
    return replace(who, request_id=moment.request_id())
