"""`patientkontrakt export --out DIR [--patient ID]`: copies that leave, logged and told in the record, read by nobody else.

One patient is a Bundle (what she may ask for of her own); without, everybody is NDJSON by type, for another system.
"""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Final, TextIO

import click
from flask.cli import with_appcontext

from patientkontrakt import clock
from patientkontrakt.care.entries import exporting
from patientkontrakt.cli.counter import open_counter
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.text import render
from patientkontrakt.records.exporting import protected
from patientkontrakt.records.stored import Stored

PRIVATE: Final = 0o600


@click.command("export")
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where to write."
)
@click.option("--patient", help="Only this patient, by id: a Bundle of what she may ask for of her own.")
@click.option("--to", default="Den som driver tjänsten", help="To whom it is given, for the record.")
@click.option("--reason", default="Export", help="Why, for the record.")
@with_appcontext
def export(out: Path, patient: str | None, to: str, reason: str) -> None:
    """Write data to files in DIR, readable by their owner only. A file that is there already is never written over."""
    counter, now = open_counter(), clock.now()
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    if patient:
        try:
            found = exporting.hers(counter, patient, to, reason, now)
        except NotFound as refusal:
            raise click.ClickException("There is no such patient.") from refusal
        _bundle(out / f"{patient}.json", found, clock.iso(now))
        click.echo(f"{len(found)} resources written.")
        return
    with Files(out) as files:
        count = exporting.everybodys(counter, to, reason, now, files.write)
    click.echo(f"{count} patients, {files.count} resources written.")
    if left := protected(counter.database):
        click.echo(
            f"Left out: {left} patients with a protected identity. Export them one by one, by --patient."
        )


class Files:
    """One NDJSON file for each type, opened when its first resource comes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0
        self._open: dict[str, TextIO] = {}
        self._stack = ExitStack()

    def __enter__(self) -> "Files":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def write(self, resources: list[Stored]) -> None:
        """A line for each."""
        for each in resources:
            if each.type not in self._open:
                self._open[each.type] = self._stack.enter_context(
                    private(self.folder / f"{each.type}.ndjson")
                )
            self._open[each.type].write(f"{each.text}\n")
            self.count += 1


def _bundle(path: Path, resources: list[Stored], timestamp: str) -> None:
    head = render({"resourceType": "Bundle", "type": "collection", "timestamp": timestamp})
    entries = ",\n".join(f'{{"resource":{each.text}}}' for each in resources)
    with private(path) as file:
        file.write(f'{head[:-1]},"entry":[\n{entries}\n]}}\n')


def private(path: Path) -> TextIO:
    """A new file that only its owner reads. Raises ClickException when there is one already."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    except FileExistsError as error:
        raise click.ClickException(f"{path.name} is there already. Choose another folder.") from error
    return os.fdopen(handle, "w", encoding="utf-8")
