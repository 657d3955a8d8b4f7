"""What the authorization server writes in the access log: sign-ins, refused ones, tokens, sign-outs,
acts of administration. Never a secret."""

from dataclasses import replace

from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.auth.given.person import Person
from patientkontrakt.auth.registry.clients import Client
from patientkontrakt.policy.actor import Actor

ADMINISTER = "administer"
_PURPOSE = "Administration"


def of_person(
    action: str,
    person: Person,
    at: int,
    request_id: str,
    *,
    client: str | None = None,
    jti: str | None = None,
    refused: str | None = None,
) -> Entry:
    """One act of a known person; `refused` is the reason when it was not permitted."""
    return Entry(
        at,
        request_id,
        action,
        "refused" if refused else "permitted",
        refused or "",
        kind=person.kind,
        account=person.account,
        who=person.who,
        unit=person.unit,
        custodian=person.custodian,
        role=person.role,
        client=client,
        jti=jti,
        patient=person.patient,
    )


def of_stranger(at: int, request_id: str, reason: str) -> Entry:
    """A sign-in by nobody we know. What was typed is not kept: it may be somebody's identity number."""
    return Entry(at, request_id, "login", "refused", reason)


def of_system(action: str, client: Client, at: int, request_id: str, jti: str | None = None) -> Entry:
    """One act of a backend service."""
    return Entry(
        at,
        request_id,
        action,
        "permitted",
        "",
        kind="system",
        account=client.id,
        who=f"client:{client.id}",
        custodian=client.organization,
        client=client.id,
        jti=jti,
    )


def of_administration(
    act: str, subject: str, at: int, request_id: str, by: Actor | None, *, refused: str | None = None
) -> Entry:
    """One act of an administrator, or of the operator at the machine (None): which `act`, on what `subject`.

    The subject is "client:demo-app" or a resource; what was said, and above all a secret, is not in the log.
    """
    told = Entry(
        at,
        request_id,
        ADMINISTER,
        "refused" if refused else "permitted",
        refused or act,
        purpose=_PURPOSE,
        subject=subject,
        items=(subject,),
    )
    if by is None:
        return replace(told, who="operator")
    return replace(
        told,
        kind=by.kind,
        account=by.account,
        who=by.who,
        unit=by.unit,
        custodian=by.custodian,
        role=by.role,
        client=by.client,
        jti=by.jti,
    )
