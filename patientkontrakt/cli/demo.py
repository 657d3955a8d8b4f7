"""`patientkontrakt demo …`: a fictitious region to look at, to test against and to measure with."""

import os

import click
from flask import current_app
from flask.cli import with_appcontext

from patientkontrakt import clock
from patientkontrakt.db import schema
from patientkontrakt.db.installation import require_mode
from patientkontrakt.demo.load import Loading, NotInProduction, Report
from patientkontrakt.demo.many import MOST

REFUSED = (
    "The demo is loaded in demo mode only, never among real patients. "
    "Set PATIENTKONTRAKT_MODE=demo and use a database of its own."
)


@click.group()
def demo() -> None:
    """The demo region."""
    # before the app reads its settings: who asks for the demo means the demo's mode, unless she said another
    if os.environ.setdefault("PATIENTKONTRAKT_MODE", "demo") != "demo":
        raise click.ClickException(REFUSED)


@demo.command()
@click.option("--people", is_flag=True, help="Only people, units and relations: nothing shared, no plans.")
@click.option(
    "--patients",
    type=click.IntRange(0, MOST),
    default=0,
    metavar="N",
    help="N further synthetic patients with contracts.",
)
@with_appcontext
def load(people: bool, patients: int) -> None:
    """Load the region; what is there already is left as it is."""
    house = current_app.extensions["patientkontrakt"]
    try:
        loading = Loading(house.settings, house.database, house.counter, clock.now())
    except NotInProduction as error:
        raise click.ClickException(REFUSED) from error
    require_mode(house.database, house.settings.mode)
    schema.upgrade(house.database.engine, house.settings.mode)
    _tell(loading.cast(only_people=people))
    if patients:
        with click.progressbar(length=patients, label="Patients", show_pos=True) as bar:
            report = loading.many(patients, lambda: bar.update(1))
        click.echo(
            f"{len(report.people)} synthetic patients with a contract, {len(report.there)} were there."
        )
    loading.seal()


def _tell(report: Report) -> None:
    click.echo(f"Registers: {report.entries} new entries.")
    for label, names in (
        ("Patients", report.people),
        ("Plans", report.stories),
        ("Clients", report.clients),
        ("There already, left as they are", report.there),
    ):
        if names:
            click.echo(f"{label}: {', '.join(names)}")
