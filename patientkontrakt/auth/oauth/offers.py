"""Which scopes are on offer, and what of the asked ones a person can give a client (S-054, S-058)."""

from collections.abc import Collection

from patientkontrakt.auth.given.context import Context
from patientkontrakt.auth.given.person import Person
from patientkontrakt.auth.registry.clients import Client
from patientkontrakt.policy.actor import LEVELS
from patientkontrakt.policy.scopes import Scopes

ABOUT_PERSON = ("openid", "fhirUser", "offline_access", "online_access", "launch/patient")
SUPPORTED = (
    *ABOUT_PERSON,
    "launch",
    "launch/encounter",
    "patient/*.rs",
    "patient/*.cu",
    "user/*.cruds",
    "system/*.rs",
    "system/*.cu",
)


def offer(client: Client, asked: str, person: Person, launched: Context | None = None) -> Scopes:
    """Asked, registered and this kind of person's to give: what the approval page lists.

    `launched` is what the app was opened with: without it there is no launch to know about, and no encounter.
    """
    within = Scopes.parse(asked).within(client.registered)
    levels, words = LEVELS[person.kind], {*ABOUT_PERSON, *_of_launch(launched)}
    return Scopes(
        tuple(scope for scope in within.resources if scope.level in levels),
        tuple(word for word in within.others if word in words),
    )


def chosen(offered: Scopes, ticked: Collection[str]) -> Scopes:
    """What of the offer the person ticked."""
    return Scopes(
        tuple(scope for scope in offered.resources if str(scope) in ticked),
        tuple(word for word in offered.others if word in ticked),
    )


def context(granted: Scopes, person: Person, launched: Context | None, about: Context) -> Context:
    """What the token answer may tell of the launch: what `launch` was ticked for. `about` says whose the tokens are.

    To staff a patient is told only by `launch` or `launch/patient`; a person's own app always learns whose it reads.
    """
    if launched and "launch" in granted.others:
        return launched.about(about.patient, about.relative)
    if person.kind == "staff" and "launch/patient" not in granted.others:
        return Context()
    return about


def _of_launch(launched: Context | None) -> tuple[str, ...]:
    if launched is None:
        return ()
    return ("launch", "launch/encounter") if launched.encounter else ("launch",)
