"""An import that has been made: the counter it went to, its files and its report."""

from dataclasses import dataclass
from pathlib import Path

from patientkontrakt.records.counter import Counter
from patientkontrakt.records.importing.run import Report


@dataclass(frozen=True)
class Imported:
    counter: Counter
    files: tuple[Path, ...]
    report: Report

    @property
    def stored(self) -> tuple[Path, ...]:
        """The files that came in."""
        refused = {fault.place.file for fault in self.report.faults}
        return tuple(file for file in self.files if str(file) not in refused)
