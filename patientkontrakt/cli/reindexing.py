"""`patientkontrakt reindex`: the search index, the access facts and the accounts anew from the stored resources."""

import sys

import click
from flask.cli import with_appcontext

from patientkontrakt import clock
from patientkontrakt.auth.administration import feed
from patientkontrakt.cli.counter import open_counter
from patientkontrakt.records.importing.run import operator
from patientkontrakt.records.refeed import follow_again
from patientkontrakt.records.reindex import check, rebuild, size


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 when anything differs.")
@with_appcontext
def reindex(only_check: bool) -> None:
    """Rebuild the index while the service runs, and give everybody in the registers of people her account."""
    counter = open_counter()
    total = size(counter.database)
    with click.progressbar(length=total, label="Reindexing", show_pos=True, file=sys.stderr) as bar:
        work = check if only_check else rebuild
        report = work(counter.database, counter.number_key, bar.update)
    for key in report.wrong:
        click.echo(f"{'Differs' if only_check else 'Mended'}: {key}")
    for key in report.unreadable:
        click.echo(f"Cannot be indexed, and was left as it is: {key}")
    click.echo(f"{report.looked_at} resources looked at, {len(report.wrong)} not as they should be.")
    if not only_check:
        people = follow_again(counter, operator(), feed.TYPES, clock.now())
        click.echo(f"{people} entries in the registers of people followed.")
    if report.unreadable or (only_check and report.wrong):
        raise SystemExit(1)
