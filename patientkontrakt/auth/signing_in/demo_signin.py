"""The pretend sign-in of the cast. Production has no such route (P-7): `install` registers it in demo mode only."""

from typing import cast

from flask import Response, redirect, request

from patientkontrakt.auth import moment
from patientkontrakt.auth.authority import authority
from patientkontrakt.auth.signing_in import admission, forms
from patientkontrakt.auth.signing_in.admission import Admitted
from patientkontrakt.auth.signing_in.signin import PAGE, door, onward, sign_in_page

demo_signin = door("auth_demo_signin")


@demo_signin.post(PAGE)
def enter() -> Response:
    """Be one of the cast."""
    cookie = forms.check(authority(), request)
    person, address, at = request.form.get("person", ""), request.remote_addr or "", moment.at()
    with authority().database.write() as tx:
        verdict = admission.admit(authority(), tx, person, cookie, address, at)
    if not isinstance(verdict, Admitted):
        return sign_in_page(verdict.status, verdict.reason, verdict.wait_s)
    response = cast(Response, redirect(onward(request) or PAGE, 303))
    return forms.remember(authority(), response, verdict.secret)
