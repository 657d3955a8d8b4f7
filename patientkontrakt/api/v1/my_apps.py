"""The apps a person has given access, and taking it back. The portal sees them all; any other app only itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from patientkontrakt import clock
from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import Ask, asked
from patientkontrakt.api.v1.schemas import apps as shapes
from patientkontrakt.auth.asking import scope_words
from patientkontrakt.auth.asking.children import children_of
from patientkontrakt.auth.authority import authority
from patientkontrakt.auth.given import approvals
from patientkontrakt.auth.given.approvals import Given
from patientkontrakt.auth.registry import clients
from patientkontrakt.care import permissions
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.records.desk import Desk

blueprint = Blueprint("mina-appar", "Appar som har fått tillgång, och att ta tillbaka den.")


@blueprint.operation("GET", "/my/apps", permissions.MY_APPS, shows=shapes.GivenApps)
def my_apps() -> Any:
    """What apps may do in one's name, each for one patient; nothing that has ended."""
    ask = asked()
    with ask.reading() as desk:
        given = _seen(desk)
    children = _children(given, ask)
    return {"apps": [_shown(each, children, ask) for each in given]}


@blueprint.operation("DELETE", "/my/apps/<given>", permissions.MY_APPS, shows=shapes.GivenApp)
def withdraw(given: str) -> Any:
    """Take back all that app may do for that patient: its next request is refused."""
    ask = asked()
    with ask.writing() as desk:
        found = next((each for each in _seen(desk) if each.id == given), None)
        if found is None:
            raise NotFound
        approvals.withdraw(desk.tx, found, desk.actor.account, desk.at)
        desk.note("withdraw", f"client:{found.client}", "permitted", "", patient=found.patient)
    return _shown(found, _children([found], ask), ask)


def _seen(desk: Desk) -> Sequence[Given]:
    given = approvals.of(desk.tx, desk.actor.account, desk.at)
    sees_all = clients.is_trusted(desk.tx, desk.actor.client)
    return [each for each in given if sees_all or each.client == desk.actor.client]


def _children(given: Sequence[Given], ask: Ask) -> Mapping[str, str]:
    """The names of those she may act for now, by the RelatedPerson she is to each; asked once, when any app is for a child."""
    if all(each.relative is None for each in given):
        return {}
    return {each.relative: each.label for each in children_of(authority(), ask.actor.account)}


def _shown(given: Given, children: Mapping[str, str], ask: Ask) -> dict[str, Any]:
    swedish = ask.language == "sv"
    return {
        "id": given.id,
        "client": given.client,
        "name": given.name,
        "for_child": given.relative is not None,
        "child": children.get(given.relative or ""),
        "may": [sv if swedish else en for _, sv, en in scope_words.lines(Scopes.parse(given.scope))],
        "scope": given.scope,
        "since": clock.moment(given.at),
        "seen": clock.moment(given.seen),
        "lasts": given.offline,
        "remembered": given.kept,
    }
