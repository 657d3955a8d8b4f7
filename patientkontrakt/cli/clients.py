"""`patientkontrakt client …`: which programs may ask for access. The operator at the machine acts alone (ADR 0026)."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from typing import Any, TextIO, TypeVar

import click
from flask import current_app
from flask.cli import with_appcontext

from patientkontrakt.auth.administration import client_addresses, client_admin, client_changes
from patientkontrakt.auth.administration.client_addresses import Addresses, addresses_of
from patientkontrakt.auth.administration.client_admin import NotNow, Weaker, Wider
from patientkontrakt.auth.administration.client_changes import NoSuchChange
from patientkontrakt.auth.administration.hand import Hand
from patientkontrakt.auth.registry import registered
from patientkontrakt.auth.registry.clients import WITH_SECRET
from patientkontrakt.auth.registry.registered import NoSuchClient
from patientkontrakt.auth.registry.registration import BadRegistration, NewClient
from patientkontrakt.cli.client_words import change_shown, shown
from patientkontrakt.cli.operator import operators_hand
from patientkontrakt.db import Tx

Command = TypeVar("Command", bound=Callable[..., Any])

_SAID = (
    click.option("--name", required=True, help="What people read when they are asked for approval."),
    click.option("--scope", required=True, help="All it may ever ask for, SMART scopes with spaces between."),
    click.option("--id", "id", help="Its client_id; without it one is made."),
    click.option(
        "--redirect-uri", "redirect_uris", multiple=True, help="Where people come back to; may be repeated."
    ),
    click.option(
        "--logout-uri", "logout_uris", multiple=True, help="Where people may land after signing out."
    ),
    click.option("--launch-uri", help="Where a journal system sends the browser (EHR launch)."),
    click.option("--organization", help="For system/ scopes: the id of the Organization it acts for."),
    click.option(
        "--group", "groups", multiple=True, help="For system/ scopes: the id of a Group it may read."
    ),
    click.option("--jwks", type=click.File(encoding="utf-8"), help="A file with its public JWK Set."),
    click.option("--jwks-uri", help="The address of its public JWK Set."),
    click.option(
        "--secret", "with_secret", is_flag=True, help="It signs in with a secret, which is printed once."
    ),
    click.option("--dpop", is_flag=True, help="Its tokens are always bound to a key (RFC 9449)."),
    click.option("--contact", help="Whom to ask about it."),
)


def _said(command: Command) -> Command:
    for option in reversed(_SAID):
        command = option(command)
    return command


@click.group()
def client() -> None:
    """The programs that may ask for access."""


@client.command()
@_said
@click.option("--replace", is_flag=True, help="Say all of a known client anew. Who is suspended stays so.")
@click.option("--weaken", is_flag=True, help="With --replace: it may lose its key, its secret or --dpop.")
@with_appcontext
def register(replace: bool, weaken: bool, jwks: TextIO | None, **said: Any) -> None:
    """Register a program; prints it as JSON, with its secret if it has one. A known id is refused without --replace."""
    new = NewClient(jwks=jwks.read() if jwks else None, **said)
    with _hand() as (tx, hand):
        wider = replace and client_admin.is_wider(new.scope, registered.one(tx, new.id or "").scope)
        say = partial(client_admin.replace, weaken=weaken) if replace else client_admin.register
        made = say(tx, hand, new)
        needs_secret = made.auth_method == WITH_SECRET and not made.has_secret
        secret = client_admin.new_secret(tx, hand, made.id) if needs_secret else None
    _print(shown(made) | ({"client_secret": secret} if secret else {}))
    if wider:
        click.echo("It may now ask for more than before.", err=True)
    if made.status == "suspended":
        click.echo(f"It is still suspended. To open it: patientkontrakt client reinstate {made.id}", err=True)


@client.command("list")
@with_appcontext
def list_clients() -> None:
    """Every registered program, one JSON object a line; then what waits for a second administrator."""
    with _database().read() as tx:
        for each in registered.every(tx):
            click.echo(json.dumps(shown(each), ensure_ascii=False))
        for change in client_changes.waiting(tx):
            click.echo(json.dumps(change_shown(change), ensure_ascii=False))


@client.command()
@click.argument("client_id")
@with_appcontext
def show(client_id: str) -> None:
    """One program, with what is asked for it."""
    with _telling(), _database().read() as tx:
        told = shown(registered.one(tx, client_id))
        waiting = [change_shown(change) for change in client_changes.waiting(tx, client_id)]
    _print(told | {"waiting": waiting})


@client.command()
@click.argument("change_id")
@with_appcontext
def approve(change_id: str) -> None:
    """Do what an administrator has asked for in the portal; prints the secret, when it is about one."""
    with _hand() as (tx, hand):
        change, secret = client_changes.approve(tx, hand, change_id)
        made = registered.one(tx, change.client)
    _print(shown(made) | ({"client_secret": secret} if secret else {}))


@client.command()
@click.argument("change_id")
@with_appcontext
def refuse(change_id: str) -> None:
    """Leave undone what an administrator has asked for."""
    with _hand() as (tx, hand):
        client_changes.refuse(tx, hand, change_id)
    click.echo("Refused.")


@client.command()
@click.argument("client_id")
@click.option("--scope", required=True, help="All it may ask for from now.")
@click.option("--widen", is_flag=True, help="Let it ask for more than before.")
@with_appcontext
def limit(client_id: str, scope: str, widen: bool) -> None:
    """Let a program ask for less; its living tokens narrow at once."""
    with _hand() as (tx, hand):
        if widen:
            client_admin.set_scopes(tx, hand, client_id, scope)
            hand.note("client-scopes", client_id)
        else:
            client_admin.limit_scopes(tx, hand, client_id, scope)
        made = registered.one(tx, client_id)
    _print(shown(made))


@client.command()
@click.argument("client_id")
@click.option(
    "--redirect-uri", "redirect_uris", multiple=True, help="Where people come back to; may be repeated."
)
@click.option(
    "--logout-uri",
    "logout_uris",
    multiple=True,
    help="Where people may land after signing out; may be repeated.",
)
@click.option("--launch-uri", help="Where a journal system sends the browser (EHR launch).")
@click.option("--contact", help="Whom to ask about it.")
@with_appcontext
def addresses(client_id: str, **said: Any) -> None:
    """Give a program other addresses; what is not named stays as it is, and "" takes away."""
    given = {name: value for name, value in said.items() if value not in (None, ())}
    with _hand() as (tx, hand):
        present = asdict(addresses_of(registered.one(tx, client_id)))
        made = client_addresses.put(
            tx,
            hand,
            client_id,
            Addresses(
                **present
                | {
                    name: tuple(filter(None, value)) if isinstance(value, tuple) else value or None
                    for name, value in given.items()
                }
            ),
        )
    _print(shown(made))


@client.command()
@click.argument("client_id")
@click.option("--jwks", type=click.File(encoding="utf-8"), help="A file with its public JWK Set.")
@click.option("--jwks-uri", help="The address of its public JWK Set.")
@with_appcontext
def keys(client_id: str, jwks: TextIO | None, jwks_uri: str | None) -> None:
    """Give a program other keys: the old ones are refused from now."""
    with _hand() as (tx, hand):
        made = client_admin.replace_keys(tx, hand, client_id, jwks.read() if jwks else None, jwks_uri)
    _print(shown(made))


@client.command()
@click.argument("client_id")
@with_appcontext
def secret(client_id: str) -> None:
    """A new secret, printed once and kept nowhere: the old one is refused from now."""
    with _hand() as (tx, hand):
        made = client_admin.new_secret(tx, hand, client_id)
    click.echo(made)


@client.command()
@click.argument("client_id")
@with_appcontext
def suspend(client_id: str) -> None:
    """Close a program: its tokens are refused from now."""
    with _hand() as (tx, hand):
        client_admin.suspend(tx, hand, client_id)
    click.echo("Suspended.")


@client.command()
@click.argument("client_id")
@with_appcontext
def reinstate(client_id: str) -> None:
    """Open a suspended program again; the tokens it had stay dead."""
    with _hand() as (tx, hand):
        client_admin.reinstate(tx, hand, client_id)
    click.echo("Open again.")


@contextmanager
def _hand() -> Iterator[tuple[Tx, Hand]]:
    """The operator's hand in one transaction: done and in the log, or neither."""
    house = current_app.extensions["patientkontrakt"]
    with _telling(), house.database.write() as tx:
        yield tx, operators_hand(house, tx)


@contextmanager
def _telling() -> Iterator[None]:
    """What went wrong, and what to do."""
    try:
        yield
    except BadRegistration as error:
        raise click.ClickException("\n".join(error.faults)) from error
    except NoSuchClient as error:
        raise click.ClickException("No client has that id. Say: patientkontrakt client list") from error
    except NoSuchChange as error:
        raise click.ClickException("Nobody has asked for that. Say: patientkontrakt client list") from error
    except Wider as error:
        raise click.ClickException("That is more than it may ask for now. To let it: --widen") from error
    except Weaker as error:
        raise click.ClickException(
            "It would lose its key, its secret or --dpop. To change addresses alone: patientkontrakt client addresses ID. "
            "To let it: --weaken"
        ) from error
    except NotNow as error:
        raise click.ClickException(
            "That cannot be done to it as it is. Say: patientkontrakt client show ID"
        ) from error


def _database() -> Any:
    return current_app.extensions["patientkontrakt"].database


def _print(told: dict[str, Any]) -> None:
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))
