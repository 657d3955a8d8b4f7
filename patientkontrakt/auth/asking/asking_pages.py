"""The two pages between signing in and the app: whom it is about, and what she lets the app do."""

from urllib.parse import urlencode

from flask import Response, request

from patientkontrakt.auth.asking import scope_words
from patientkontrakt.auth.asking.picker import Choice
from patientkontrakt.auth.authority import authority
from patientkontrakt.auth.given import approvals
from patientkontrakt.auth.given.sessions import Session
from patientkontrakt.auth.oauth.authorization import Request
from patientkontrakt.auth.signing_in import pages
from patientkontrakt.policy.scopes import Scopes


def picker(asked: Request, choice: Choice, session: Session) -> Response:
    """Whom it is about. Staff with many patients search among them; what was typed stays out of every address."""
    return pages.page(
        "picker.html",
        choices=choice.choices,
        searches=choice.has_more or bool(choice.typed),
        has_more=choice.has_more,
        typed=choice.typed,
        cannot="patient" in request.form,
        staff=session.person.kind == "staff",
        own=choice.own,
        client=asked.client,
        action=_action(asked),
        nothing_chosen=request.path.endswith("/approve") and not {"patient", "search"} & request.form.keys(),
    )


def approval(
    asked: Request, session: Session, offered: Scopes, choice: Choice, *, is_launched: bool
) -> Response:
    """What the app asks for, a box for each, and whether it is to be remembered."""
    staff = session.person.kind == "staff"
    return pages.page(
        "approve.html",
        client=asked.client,
        lines=scope_words.lines(offered),
        name=authority().people.name_of(session.person.who),
        staff=staff,
        patient=choice.patient,
        patient_name=choice.name,
        is_launched=is_launched and staff and choice.patient is not None,
        may_be_kept=approvals.may_be_kept(asked.client, asked.redirect_uri, session.person.account),
        action=_action(asked),
    )


def _action(asked: Request) -> str:
    return f"/oauth/approve?{urlencode(asked.again())}"
