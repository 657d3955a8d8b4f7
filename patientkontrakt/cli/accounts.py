"""`patientkontrakt account …`: a person who may not sign in for now, whatever the registers say, and may again."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import with_appcontext

from patientkontrakt import clock
from patientkontrakt.auth.administration import accounts, journal
from patientkontrakt.cli.counter import open_counter
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.importing.run import operator
from patientkontrakt.records.refeed import follow_one


@click.group()
def account() -> None:
    """Whether a person may sign in: Patient/ID, Practitioner/ID, or Guardian/ID of who is a guardian only."""


@account.command()
@click.argument("account_id", metavar="ACCOUNT")
@with_appcontext
def suspend(account_id: str) -> None:
    """Close an account by hand: its sessions and tokens are refused from now, and the registers do not open it."""
    with _acting("account-suspend", account_id) as desk:
        accounts.suspend(desk.tx, account_id, desk.at)
    click.echo("Suspended.")


@account.command()
@click.argument("account_id", metavar="ACCOUNT")
@with_appcontext
def reinstate(account_id: str) -> None:
    """Lift a suspension; what was revoked stays so. Closed instead, when the registers have closed it meanwhile."""
    with _acting("account-reinstate", account_id) as desk:
        if accounts.status_of(desk.tx, account_id) != "suspended":
            raise click.ClickException("It is not suspended.")
        kind, _, id = account_id.partition("/")
        accounts.reinstate(desk.tx, account_id, is_in_register=kind == "Guardian")
        follow_one(desk, kind, id)
        status = accounts.status_of(desk.tx, account_id)
    click.echo(
        "Open again." if status == "active" else "Not suspended any more, but closed: the registers say so."
    )


@contextmanager
def _acting(act: str, account_id: str) -> Iterator[Desk]:
    """The operator's desk for one act on an account that is there: done and in the log, or neither."""
    with open_counter().writing(operator(), clock.now()) as desk:
        if accounts.status_of(desk.tx, account_id) is None:
            raise click.ClickException(
                "There is no such account. Say Patient/ID or Practitioner/ID, as patientkontrakt staff list shows them."
            )
        yield desk
        desk.notes.append(journal.of_administration(act, account_id, desk.at, "", None))
