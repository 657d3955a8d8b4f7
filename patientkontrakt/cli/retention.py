"""`patientkontrakt retention --dry-run`: what has passed its time, by custodian and class. Nothing is ever destroyed here."""

from collections import Counter
from pathlib import Path
from typing import Final

import click
from flask.cli import with_appcontext

from patientkontrakt import clock
from patientkontrakt.care.retention import Journal, has_passed, keeping_of
from patientkontrakt.cli.counter import open_counter
from patientkontrakt.cli.export import private
from patientkontrakt.records import retention as archive
from patientkontrakt.records.retention import Known

REFUSED: Final = (
    "Nothing is destroyed here. Destruction in a patient's record needs a decision by IVO (PDL 8 kap. 4 §), and weeding "
    "in social services one by the board that answers for it. Say --dry-run to see what has passed its time."
)


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what has passed its time. The only way to run it.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="A new file for the ids, one a line."
)
@click.option(
    "--keep", multiple=True, metavar="ORG", help="A custodian that keeps everything for research. Repeatable."
)
@with_appcontext
def retention(dry_run: bool, out: Path | None, keep: tuple[str, ...]) -> None:
    """Tell, for each custodian and class, how many resources there are and how many have passed their time."""
    if not dry_run:
        raise click.ClickException(REFUSED)
    database, today = open_counter().database, clock.today(clock.now())
    every: Counter[tuple[str, str]] = Counter()
    passed: Counter[tuple[str, str]] = Counter()
    ids: list[str] = []
    for known in archive.journals(database):
        journal = _journal(known, keep)
        group = known.custodian, keeping_of(journal).value
        every[group] += known.size
        if has_passed(journal, today):
            passed[group] += known.size
            ids += [f"{group[0]} {group[1]} {key}\n" for key in archive.keys(database, known)]
    for group, count in sorted(every.items()):
        click.echo(f"{group[0]}, {group[1]}: {passed[group]} of {count} resources have passed their time.")
    if out:
        with private(out) as file:
            file.writelines(ids)


def _journal(known: Known, keep: tuple[str, ...]) -> Journal:
    return Journal(
        regime=known.regime,
        last_entry=known.last_entry,
        public=known.public,
        born=known.born,
        placement=known.placement,
        chosen=known.custodian in keep,
    )
