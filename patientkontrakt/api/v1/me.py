"""Who one is, in words: what a portal greets with."""

from dataclasses import asdict
from typing import Any

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas.me import ShownSelf
from patientkontrakt.auth.asking.children import children_of
from patientkontrakt.auth.authority import authority
from patientkontrakt.auth.registry.clients import is_trusted
from patientkontrakt.care import myself, permissions

blueprint = Blueprint("jag", "Vem som är inloggad.")


@blueprint.operation("GET", "/me", permissions.MYSELF, shows=ShownSelf)
def me() -> Any:
    """The person behind the token: name, role and unit; the patient she is, or acts for.

    The portal, where a patient may choose to read for a child, is told whether she has any.
    """
    ask = asked()
    with ask.reading() as desk:
        told = asdict(myself.about(desk))
        chooses = desk.actor.kind == "patient" and is_trusted(desk.tx, desk.actor.client)
    children = bool(children_of(authority(), ask.actor.account)) if chooses else None
    return told | {"has_children": children}
