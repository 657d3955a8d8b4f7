"""Which scopes are on offer, and what of the asked ones a person can give a client (S-054, S-058)."""

from collections.abc import Collection

from patientkontrakt.auth.clients import Client
from patientkontrakt.auth.person import Person
from patientkontrakt.policy.scopes import Level, Scopes

# EHR launch is not built, so it is not promised.
ABOUT_PERSON = ("openid", "fhirUser", "offline_access", "online_access", "launch/patient")
SUPPORTED = (
    *ABOUT_PERSON,
    "patient/*.rs",
    "patient/*.cu",
    "user/*.cruds",
    "system/*.rs",
    "system/*.cu",
)

_LEVELS: dict[str, tuple[Level, ...]] = {"patient": ("patient", "user"), "staff": ("user",)}


def offer(client: Client, asked: str, person: Person) -> Scopes:
    """Asked, registered and this kind of person's to give: what the approval page lists."""
    within = Scopes.parse(asked).within(client.registered)
    levels = _LEVELS[person.kind]
    return Scopes(
        tuple(scope for scope in within.resources if scope.level in levels),
        tuple(word for word in within.others if word in ABOUT_PERSON),
    )


def chosen(offered: Scopes, ticked: Collection[str]) -> Scopes:
    """What of the offer the person ticked."""
    return Scopes(
        tuple(scope for scope in offered.resources if str(scope) in ticked),
        tuple(word for word in offered.others if word in ticked),
    )
