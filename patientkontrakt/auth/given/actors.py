"""Actors out of the tables: a backend service, or a person who works through a client (model.md D1).

By which token (`jti`) and in which request, who has one of them says.
"""

from patientkontrakt.auth.given.person import Person
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.scopes import Scopes


def of_system(
    client: str,
    scopes: Scopes,
    organization: str | None,
    groups: tuple[str, ...],
    *,
    feed: bool,
    jti: str = "",
    request_id: str = "",
) -> Actor:
    """A backend service, for the care provider it is registered for."""
    return Actor(
        kind="system",
        account=client,
        who=f"client:{client}",
        custodian=organization,
        scopes=scopes,
        client=client,
        groups=groups,
        feed=feed,
        jti=jti,
        request_id=request_id,
    )


def of_person(
    person: Person,
    client: str,
    scopes: Scopes,
    in_context: str | None = None,
    *,
    jti: str = "",
    request_id: str = "",
) -> Actor:
    """A person as she stands now. Staff have the patient `in_context`; anybody else acts for whom she is, or is guardian of."""
    return Actor(
        kind=person.kind,
        account=person.account,
        who=person.who,
        patient=in_context if person.kind == "staff" else person.patient,
        unit=person.unit,
        custodian=person.custodian,
        role=person.role,
        scopes=scopes,
        client=client,
        born=person.born,
        jti=jti,
        request_id=request_id,
    )
