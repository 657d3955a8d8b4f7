"""Rendering a page: the same shell, language, form tokens and headers for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import urlsplit

from flask import Response, g, make_response, redirect, render_template, request

from patientkontrakt import clock
from patientkontrakt.portal import forms
from patientkontrakt.portal.door import at, cookie, portal, visitor
from patientkontrakt.portal.language import LANGUAGES, language
from patientkontrakt.portal.refusals import Refused
from patientkontrakt.portal.thin import compress
from patientkontrakt.portal.voice import voice

POLICY: Final = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'{elsewhere}; frame-ancestors 'none'; base-uri 'none'"
)


@dataclass(frozen=True)
class Fault:
    """Something wrong in a form: the id of the field it is about ("" for the whole), and what to do."""

    field: str
    text: str


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of ours. `faults`, when there are any, become the summary at its top."""
    return make_response(render_template(template, **_common(), **context), status)


def see(location: str, notice: str = "") -> Response:
    """Go on to another page, which says what has been done. A form ends so, and is sent once."""
    if notice and (here := visitor()):
        portal().sessions.leave_notice(here.id, notice)
    return cast(Response, redirect(location, 303))


def typed() -> dict[str, list[str]]:
    """The fields of the form as they were sent."""
    return {name: values for name, values in request.form.lists() if name not in ("csrf_token", "once")}


def written(path: str | None = None) -> dict[str, list[str]]:
    """What was kept of this form from before: empty when nothing was. Ask for it where the form is shown."""
    here = visitor()
    return (portal().kept.find(here.person, path or request.path, at()) if here else None) or {}


def faults_of(refused: Refused, fields: Mapping[str, str], anywhere: str = "") -> list[Fault]:
    """The API's reasons at the fields they are about: `fields` maps the start of a place to a field's id."""
    found = []
    for told in refused.reasons:
        place = next((where for where in told.where if any(where.startswith(key) for key in fields)), "")
        field = (
            next((id for key, id in fields.items() if place.startswith(key)), anywhere) if place else anywhere
        )
        found.append(Fault(field, told.text))
    return found


def _common() -> dict[str, Any]:
    here, now = visitor(), clock.now()
    return {
        "lang": language(request),
        "languages": LANGUAGES,
        "here": here,
        "now": now,
        "today": clock.today(now),
        "notice": portal().sessions.take_notice(here.id) if here and request.method == "GET" else None,
        "ends_in_s": (here.ends(at()) - at()) // 1000 if here else None,
        "csrf_token": forms.masked(forms.token_for(portal().form_key, cookie() or "")),
        "new_once": forms.new_once,
        "voice": voice(),
    }


def protect(response: Response) -> Response:
    """The headers of every page (S-100): nothing inline, nothing framed, nothing kept. Use with after_request."""
    gateway = urlsplit(portal().gateway.base)
    origin = f"{gateway.scheme}://{gateway.netloc}"
    elsewhere = "" if portal().base_url.startswith(origin) else f" {origin}"
    defaults = {
        "Content-Security-Policy": POLICY.format(elsewhere=elsewhere),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-store",
        "Content-Language": language(request),
    }
    for name, value in defaults.items():
        response.headers.setdefault(name, value)
    return compress(response)


def settle(response: Response) -> Response:
    """What became of a form: where it led, or that it may be sent again. Use with after_request."""
    once = g.pop("portal_once", None)
    if once:
        if response.status_code == 303:
            portal().once.done(once[0], once[1], response.location or "/")
            portal().kept.forget(g.portal_person, request.path)
        else:
            portal().once.release(once[0], once[1])
    return response
