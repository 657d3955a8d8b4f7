"""Staff with several assignments choose the one they work in now; who she is waits sealed meanwhile."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import cast

from flask import Response, redirect, request

from patientkontrakt.auth import moment
from patientkontrakt.auth.authority import Authority, authority
from patientkontrakt.auth.given.person import Person
from patientkontrakt.auth.given.sessions import Proven
from patientkontrakt.auth.signing_in import admission, forms, login_attempts, pages, provider_people, signin
from patientkontrakt.auth.signing_in.admission import Admitted, TurnedAway
from patientkontrakt.auth.signing_in.login_attempts import Waiting
from patientkontrakt.auth.signing_in.provider_people import Meant
from patientkontrakt.db import Tx

PAGE = "/logga-in/uppdrag"

choosing = signin.door("auth_choosing")


def keep(
    authority: Authority, tx: Tx, attempt: str, people: Sequence[tuple[Person, str]], proven: Proven, at: int
) -> None:
    """Let her choose: which assignments, and what the provider vouched for, wait in the attempt."""
    kept = [(who.assignment, label) for who, label in people]
    login_attempts.keep(authority, tx, attempt, {"assignments": kept, "proven": asdict(proven)}, at)


@choosing.get(PAGE)
def show() -> Response:
    """The assignments she has now; to whom nothing is to choose, the sign-in page."""
    cookie, at = forms.cookie_of(authority(), request), moment.at()
    with authority().database.read() as tx:
        waiting = login_attempts.waiting(authority(), tx, cookie, at) if cookie else None
        people = provider_people.who_may(tx, _choices(waiting), at)
    return _page(waiting, people) if waiting else cast(Response, redirect(signin.PAGE, 303))


@choosing.post(PAGE)
def choose() -> Response:
    """In, with one of them, once. Without a choice, or with one that is over, she chooses anew."""
    cookie, at = forms.check(authority(), request), moment.at()
    with authority().database.write() as tx:
        waiting = login_attempts.waiting(authority(), tx, cookie, at)
        if waiting is None:
            raise forms.StaleForm
        chosen = [each for each in _choices(waiting) if each.key == request.form.get("assignment")]
        verdict = _enter(tx, waiting, chosen, cookie, at) if chosen else None
        people = provider_people.who_may(tx, _choices(waiting), at)
    if isinstance(verdict, Admitted):
        return signin.entered(verdict, waiting.next)
    return _page(waiting, people, 422)


def _enter(tx: Tx, waiting: Waiting, chosen: Sequence[Meant], cookie: str, at: int) -> Admitted | TurnedAway:
    """Let her in and forget who waited, or log why not. Raises StaleForm for the second of two answers."""
    who, proven = provider_people.somebody(tx, chosen), Proven(**waiting.person["proven"])
    verdict = admission.admit_person(authority(), tx, who, cookie, at, proven)
    if isinstance(verdict, Admitted) and not login_attempts.settle(tx, waiting.id, at):
        raise forms.StaleForm
    return verdict


def _page(waiting: Waiting, people: Sequence[tuple[Person, str]], status: int = 200) -> Response:
    signin.allow_form_on_to(waiting.next)
    cancel = signin.again(waiting.next)
    return pages.page("choose_assignment.html", status, people=people, cancel=cancel, refused=status != 200)


def _choices(waiting: Waiting | None) -> list[Meant]:
    return [Meant(key, label) for key, label in waiting.person["assignments"]] if waiting else []
