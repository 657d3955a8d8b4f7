"""`patientkontrakt import FILE…`: FHIR and tables that others wrote, and what is refused told with its place."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext

from patientkontrakt import clock
from patientkontrakt.cli.counter import open_counter
from patientkontrakt.db import Unavailable
from patientkontrakt.fhir.outcome import Invalid, Issue
from patientkontrakt.records.importing.files import LINES, Fault
from patientkontrakt.records.importing.run import Report, import_files
from patientkontrakt.records.importing.tables import SUFFIX

_SUFFIXES = (".json", *LINES, SUFFIX)
_INTERRUPTED = (
    "\nInterrupted. Say the same again when the database is back: what is in already is left as it is."
)


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--unit", help="The Organization that answers for what is imported, and gets a care relation.")
@click.option("--keep-going", is_flag=True, help="Import every entry that can be, instead of whole files.")
@click.option("--skip-unsupported", is_flag=True, help="Leave out resource types the service does not have.")
@click.option("--dry-run", is_flag=True, help="Tell what an import would do and refuse, and store nothing.")
@with_appcontext
def import_command(
    files: tuple[Path, ...], unit: str | None, keep_going: bool, skip_unsupported: bool, dry_run: bool
) -> None:
    """Import FILES: bundles, NDJSON, single resources, tables (CSV), or folders of them.

    A file is all or nothing, and one that refers to a refused file is refused with it; exit 1 when anything was refused.
    """
    counter = open_counter()
    found = list(every_file(files))
    if not found:
        raise click.ClickException(f"Nothing to import: no file there ends in {', '.join(_SUFFIXES)}.")
    with click.progressbar(length=0, label="Importing", show_pos=True, file=sys.stderr) as bar:

        def advance(done: int, total: int) -> None:
            bar.length = total
            bar.update(done)

        try:
            report = import_files(
                counter,
                found,
                clock.now(),
                unit=unit,
                keep_going=keep_going,
                skip_unsupported=skip_unsupported,
                dry_run=dry_run,
                progress=advance,
            )
        except Invalid as refusal:
            raise click.ClickException(refusal.issues[0].en) from refusal
        except Unavailable:
            click.echo(_INTERRUPTED, err=True)
            raise
    _tell(report)
    if dry_run:
        click.echo("Dry run: nothing of this has been stored.")
    if report.faults:
        raise SystemExit(1)


def every_file(paths: tuple[Path, ...]) -> Iterator[Path]:
    """The files named, whatever they are called, and those with a known ending in the folders named, in name order; each once."""
    seen: set[Path] = set()
    for path in paths:
        inside = sorted(each for each in path.rglob("*") if each.suffix.lower() in _SUFFIXES)
        for file in inside if path.is_dir() else [path]:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _tell(report: Report) -> None:
    tally = report.tally
    click.echo(f"{tally.made} created, {tally.changed} updated, {tally.same} unchanged.")
    if tally.relations:
        click.echo(f"{tally.relations} care relations made.")
    for type, count in sorted(report.left_out.items()):
        click.echo(f"Left out: {count} {type}")
    if report.loosened:
        click.echo(f"{report.loosened} references to left-out types have lost their target.")
    for fault in report.faults:
        for issue in fault.issues:
            click.echo(_line(fault, issue), err=True)
    if report.faults:
        click.echo(f"{len(report.faults)} faults. Nothing of what was refused has been stored.", err=True)


def _line(fault: Fault, issue: Issue) -> str:
    where = f" {', '.join(issue.expression)}:" if issue.expression else ""
    return f"{fault.place}:{where} {issue.en}"
