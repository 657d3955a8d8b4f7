"""`patientkontrakt receiver …`: which hosts notifications may be sent to, and for whom (security.md R8)."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from patientkontrakt.auth.registry import clients
from patientkontrakt.db import Database
from patientkontrakt.records.subscriptions import receivers
from patientkontrakt.records.subscriptions.receivers import BadReceiver, Receiver


@click.group()
def receiver() -> None:
    """The hosts that notifications may be sent to."""


@receiver.command()
@click.argument("host")
@click.option("--client", "client_id", required=True, help="The client whose subscriptions may name it.")
@click.option(
    "--network",
    "networks",
    multiple=True,
    help="A network its address is in, as 10.1.2.0/24; may be repeated. Without one its address must be public.",
)
@with_appcontext
def register(host: str, client_id: str, networks: tuple[str, ...]) -> None:
    """Register HOST (with :port where it is not 443) for a client, or its networks anew; prints it as JSON."""
    with _database().read() as tx:
        if clients.find(tx, client_id) is None:
            raise click.ClickException("No active client has that id. Say: patientkontrakt client list")
    try:
        made = receivers.register(_database(), client_id, host, networks)
    except BadReceiver as error:
        raise click.ClickException(str(error)) from error
    click.echo(_shown(made))


@receiver.command("list")
@with_appcontext
def show() -> None:
    """Every registered host, one JSON object a line."""
    for each in receivers.everyone(_database()):
        click.echo(_shown(each))


@receiver.command()
@click.argument("host")
@click.option("--client", "client_id", required=True, help="The client it was registered for.")
@with_appcontext
def remove(host: str, client_id: str) -> None:
    """Take HOST away: nothing more is sent to it for that client."""
    if not receivers.remove(_database(), client_id, host):
        raise click.ClickException("It is not registered. Say: patientkontrakt receiver list")
    click.echo("Removed.")


def _database() -> Database:
    database: Database = current_app.extensions["patientkontrakt"].database
    return database


def _shown(one: Receiver) -> str:
    return json.dumps({"host": one.host, "client_id": one.client, "networks": list(one.networks)})
