"""`patientkontrakt import FILE…`: FHIR that others wrote, with a progress bar; what is refused is told with its place."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from patientkontrakt import clock
from patientkontrakt.fhir.outcome import Invalid, Issue
from patientkontrakt.records.importing.files import Fault
from patientkontrakt.records.importing.run import Report, import_files


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--unit", help="The Organization that answers for what is imported, and gets a care relation.")
@click.option("--keep-going", is_flag=True, help="Import every entry that can be, instead of whole files.")
@click.option("--skip-unsupported", is_flag=True, help="Leave out resource types the service does not have.")
@with_appcontext
def import_command(
    files: tuple[Path, ...], unit: str | None, keep_going: bool, skip_unsupported: bool
) -> None:
    """Import FILES: bundles, NDJSON or single resources. A file is all or nothing; exit 1 when anything was refused."""
    counter = current_app.extensions["patientkontrakt"].counter
    with click.progressbar(length=len(files), label="Importing", show_pos=True) as bar:
        try:
            report = import_files(
                counter,
                every_file(files),
                clock.now(),
                unit=unit,
                keep_going=keep_going,
                skip_unsupported=skip_unsupported,
                progress=lambda done, total: _advance(bar, done, total),
            )
        except Invalid as refusal:
            raise click.ClickException(refusal.issues[0].en) from refusal
    _tell(report)
    if report.loaded.faults:
        raise SystemExit(1)


def every_file(paths: tuple[Path, ...]) -> list[Path]:
    """The files named, and those of the folders named, in name order."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [each for each in inside if each.suffix in (".json", ".ndjson", ".jsonl")]
    return found


def _advance(bar: "click._termui_impl.ProgressBar[int]", done: int, total: int) -> None:
    bar.length = total
    bar.update(done)


def _tell(report: Report) -> None:
    loaded = report.loaded
    click.echo(f"{loaded.made} created, {loaded.changed} updated, {loaded.same} unchanged.")
    for type, count in sorted(report.left_out.items()):
        click.echo(f"Left out: {count} {type}")
    for fault in loaded.faults:
        for issue in fault.issues:
            click.echo(_line(fault, issue), err=True)
    if loaded.faults:
        click.echo(f"{len(loaded.faults)} refused; nothing of what was refused has been stored.", err=True)


def _line(fault: Fault, issue: Issue) -> str:
    where = f" {', '.join(issue.expression)}:" if issue.expression else ""
    return f"{fault.place}:{where} {issue.en}"
