"""`patientkontrakt reindex`: the search index and the access facts anew from the stored resources, or only compared."""

import sys

import click
from flask.cli import with_appcontext

from patientkontrakt.cli.counter import open_counter
from patientkontrakt.records.reindex import check, rebuild, size


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 when anything differs.")
@with_appcontext
def reindex(only_check: bool) -> None:
    """Rebuild the index while the service runs."""
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
    if report.unreadable or (only_check and report.wrong):
        raise SystemExit(1)
