"""`patientkontrakt client …`: which programs may ask for access. Only an operator registers one (security.md R7)."""

import json
from typing import Any, TextIO

import click
from flask import current_app
from flask.cli import with_appcontext

from patientkontrakt import clock
from patientkontrakt.auth import clients
from patientkontrakt.auth.clients import Client
from patientkontrakt.auth.registration import BadRegistration, NewClient, register_client
from patientkontrakt.db import Database


@click.group()
def client() -> None:
    """The programs that may ask for access."""


@client.command()
@click.option("--name", required=True, help="What people read when they are asked for approval.")
@click.option("--scope", required=True, help="All it may ever ask for, SMART scopes with spaces between.")
@click.option("--id", "client_id", help="Its client_id; without it one is made.")
@click.option(
    "--redirect-uri", "redirect_uris", multiple=True, help="Where people come back to; may be repeated."
)
@click.option("--organization", help="For system/ scopes: the id of the Organization it acts for.")
@click.option("--group", "groups", multiple=True, help="For system/ scopes: the id of a Group it may read.")
@click.option("--jwks", type=click.File(encoding="utf-8"), help="A file with its public JWK Set.")
@click.option("--jwks-uri", help="The address of its public JWK Set.")
@with_appcontext
def register(
    name: str,
    scope: str,
    client_id: str | None,
    redirect_uris: tuple[str, ...],
    organization: str | None,
    groups: tuple[str, ...],
    jwks: TextIO | None,
    jwks_uri: str | None,
) -> None:
    """Register a program, or replace the one of the same id; prints it as JSON."""
    new = NewClient(
        name=name,
        scope=scope,
        id=client_id,
        redirect_uris=redirect_uris,
        organization=organization,
        groups=groups,
        jwks=jwks.read() if jwks else None,
        jwks_uri=jwks_uri,
    )
    try:
        with _database().write() as tx:
            made = register_client(tx, new, clock.millis(clock.now()))
    except BadRegistration as error:
        raise click.ClickException("\n".join(error.faults)) from error
    click.echo(json.dumps(_shown(made), ensure_ascii=False, indent=2))


@client.command("list")
@with_appcontext
def show() -> None:
    """Every registered program, one JSON object a line."""
    with _database().read() as tx:
        for each in clients.all_clients(tx):
            click.echo(json.dumps(_shown(each), ensure_ascii=False))


@client.command()
@click.argument("client_id")
@with_appcontext
def suspend(client_id: str) -> None:
    """Close a program: its tokens are refused from now."""
    with _database().write() as tx:
        found = clients.suspend(tx, client_id, clock.millis(clock.now()))
    if not found:
        raise click.ClickException("No client has that id. Say: patientkontrakt client list")
    click.echo("Suspended.")


def _database() -> Database:
    database: Database = current_app.extensions["patientkontrakt"].database
    return database


def _shown(one: Client) -> dict[str, Any]:
    """What an operator needs to see; there is no secret to show."""
    return {
        "client_id": one.id,
        "name": one.name,
        "status": one.status,
        "scope": one.scope,
        "redirect_uris": list(one.redirect_uris),
        "token_endpoint_auth_method": one.auth_method,
        "organization": one.organization,
        "groups": list(one.groups),
        "jwks_uri": one.jwks_uri,
        "jwks": json.loads(one.jwks) if one.jwks else None,
    }
