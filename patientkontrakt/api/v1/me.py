"""Who one is, in words: what a portal greets with."""

from typing import Any

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas.me import ShownSelf
from patientkontrakt.care import myself, permissions

blueprint = Blueprint("jag", "Vem som är inloggad.")


@blueprint.operation("GET", "/me", permissions.MYSELF, shows=ShownSelf)
def me() -> Any:
    """The person behind the token: name, role and unit; the patient she is, or acts for."""
    with asked().reading() as desk:
        return myself.about(desk)
