"""Before every signed-in page: is somebody here, may she be on these pages, and is the form hers and new?"""

from collections.abc import Callable

from flask import Blueprint, Response, g, request

from patientkontrakt.portal import forms, pages
from patientkontrakt.portal.door import at, cookie, portal, session, visitor
from patientkontrakt.portal.refusals import HersAlone, SessionOver, StaleForm, WrongPerson

UNSAFE = frozenset({"POST"})

HERS_ALONE = ("/min/delning", "/min/logg", "/min/mina-uppgifter", "/min/sparrar")
"""Whose own it is to share, to block, to see who has looked and to take her data with her: never her guardian's."""


def guarded(blueprint: Blueprint, *, staff: bool) -> Blueprint:
    """Every page of the blueprint is for staff, or for patients; every form of it is checked and sent once."""
    blueprint.before_request(_admit(staff))
    blueprint.after_request(pages.settle)
    blueprint.after_request(pages.protect)
    return blueprint


def _admit(staff: bool) -> Callable[[], Response | None]:
    def admit() -> Response | None:
        request.max_content_length = forms.LARGEST
        request.max_form_memory_size = forms.LARGEST
        here = visitor()
        if here is None:
            keep_what_was_written()
            raise SessionOver
        if here.is_staff != staff:
            raise WrongPerson
        if here.is_guardian and request.path.startswith(HERS_ALONE):
            raise HersAlone
        return _form() if request.method in UNSAFE else None

    return admit


def _form() -> Response | None:
    """Nothing when the form is to be carried out, else where it led the first time."""
    here = session()
    forms.check(request, portal().form_key, cookie() or "", portal().base_url)
    once = request.form.get("once", "")
    if not forms.is_number(once):
        raise StaleForm
    earlier = portal().once.take(here.id, once, at())
    if earlier:
        return pages.see(earlier)
    g.portal_once, g.portal_person = (here.id, once), here.person
    return None


def keep_what_was_written() -> None:
    """The session ended while somebody wrote: keep it for her, if the form was of her session (check 32)."""
    secret = cookie()
    whose = portal().sessions.whose(secret) if secret and request.method in UNSAFE else None
    if whose is None or secret is None or not request.path.isprintable():
        return
    try:
        forms.check(request, portal().form_key, secret, portal().base_url)
    except StaleForm:
        return
    portal().kept.keep(whose, request.path, dict(request.form.lists()), at())
