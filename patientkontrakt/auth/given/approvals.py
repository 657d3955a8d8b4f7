"""What a person has let apps do: remembered so that she is not asked again, shown to her, and withdrawn by her.

Nothing is remembered for an app whose redirect URI another program of the machine could claim (RFC 8252 §8.6): only for
one that proves who it is, or that is reached by https. A withdrawn approval counts at the next request: the standing of
every token reads it, and its families are revoked in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from patientkontrakt.auth.given.context import Context
from patientkontrakt.auth.registry.clients import PUBLIC, Client
from patientkontrakt.db import Tx
from patientkontrakt.policy.scopes import Scopes

_SAME = """account = :account AND client = :client AND COALESCE(patient, '') = :patient
    AND COALESCE(relative, '') = :relative"""
_SAME_APP = "account = :account AND client = :client"
_TOUCH_MS: Final = 60 * 1000
# Whether tokens of it may still live; the portal's own are nothing she has let an app do.
_LIVING = """p.ended IS NULL AND c.trusted = 0 AND (p.kept = 1 OR EXISTS (
    SELECT 1 FROM token_family f LEFT JOIN login_session l ON l.id = f.login
    WHERE f.approval = p.id AND f.revoked IS NULL AND f.expires > :at AND (f.offline = 1 OR l.ended IS NULL)))"""


@dataclass(frozen=True, slots=True)
class Given:
    """What one app may do for one patient; instants in epoch milliseconds. `seen` is when it last got tokens, to the minute.

    `kept` says that it is not asked again, `offline` that it keeps its access when she signs out.
    """

    id: str
    client: str
    name: str
    scope: str
    patient: str | None
    relative: str | None
    at: int
    seen: int
    kept: bool
    offline: bool


def may_be_kept(client: Client, redirect_uri: str, account: str) -> bool:
    """Whether an approval of this client, by this redirect URI, may be remembered at all; never of staff, whose next
    sign-in may be in another assignment."""
    return not _is_staff(account) and (client.auth_method != PUBLIC or redirect_uri.startswith("https://"))


def remembered(tx: Tx, account: str, client: str, context: Context, scope: Scopes) -> str | None:
    """The kept approval that covers all of this scope, for this patient; None when she must be asked."""
    rows = tx.rows(
        f"SELECT id, scope FROM approval WHERE {_SAME} AND kept = 1 AND ended IS NULL ORDER BY at DESC, id",
        {
            "account": account,
            "client": client,
            "patient": context.patient or "",
            "relative": context.relative or "",
        },
    )
    return next((id for id, kept in rows if scope.is_within(Scopes.parse(kept))), None)


def of(tx: Tx, account: str, at: int) -> Sequence[Given]:
    """Everything this account has let apps do that may still be used, newest first: one for each app and patient.

    Of staff one for each app: whom of her patients it was opened about is not hers to keep a list of.
    """
    rows = tx.rows(
        f"""SELECT p.id, p.client, c.name, p.scope, p.patient, p.relative, p.at, COALESCE(p.seen, p.at), p.kept
            FROM approval p JOIN client c ON c.id = p.client
            WHERE p.account = :account AND {_LIVING} ORDER BY p.at DESC, p.id""",
        {"account": account, "at": at},
    )
    groups: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for row in rows:
        groups.setdefault((row[1], *_whose(account, row[4], row[5])), []).append(row)
    return [_together(group, account) for group in groups.values()]


def touch(tx: Tx, id: str | None, at: int) -> None:
    """An app gets tokens anew by this approval, if they came of one: it counts as used, written at most once a minute."""
    if id:
        tx.run(
            "UPDATE approval SET seen = :at WHERE id = :id AND (seen IS NULL OR seen <= :before)",
            {"id": id, "at": at, "before": at - _TOUCH_MS},
        )


def withdraw(tx: Tx, given: Given, account: str, at: int) -> None:
    """Take back all that this account gave the app for that patient, and the tokens and codes of it: in three statements,
    however many approvals there have been."""
    same = _SAME_APP if _is_staff(account) else _SAME
    whose = {
        "account": account,
        "client": given.client,
        "patient": given.patient or "",
        "relative": given.relative or "",
        "at": at,
    }
    tx.run(f"UPDATE approval SET ended = :at WHERE {same} AND ended IS NULL", whose)
    ended = f"approval IN (SELECT id FROM approval WHERE {same} AND ended = :at)"
    tx.run(
        f"UPDATE token_family SET revoked = :at, reason = 'withdrawn' WHERE {ended} AND revoked IS NULL",
        whose,
    )
    tx.run(f"UPDATE code SET used = :at WHERE {ended} AND used IS NULL", whose)


def _is_staff(account: str) -> bool:
    return account.startswith("Practitioner/")


def _whose(account: str, patient: str | None, relative: str | None) -> tuple[str | None, str | None]:
    return (None, None) if _is_staff(account) else (patient, relative)


def _together(rows: Sequence[tuple[Any, ...]], account: str) -> Given:
    """The newest approval of them, with all that any of them gives."""
    id, client, name, *_ = rows[0]
    patient, relative = _whose(account, rows[0][4], rows[0][5])
    scope = Scopes.parse(" ".join(row[3] for row in rows))
    return Given(
        id,
        client,
        name,
        str(scope),
        patient,
        relative,
        at=min(row[6] for row in rows),
        seen=max(row[7] for row in rows),
        kept=any(row[8] for row in rows),
        offline="offline_access" in scope.others,
    )
