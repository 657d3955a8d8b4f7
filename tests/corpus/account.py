"""What becomes of the official examples: imported together, each is stored, or refused for a reason that is explained.

`python -m tests.corpus.account` writes the tables into docs/conformance.md; a test fails when they do not tell the truth.
"""

import re
import sys
import tempfile
from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from patientkontrakt.accesslog import AccessLog
from patientkontrakt.care.hooks import register
from patientkontrakt.db import Database, open_engine, schema
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.hooks import Hooks
from patientkontrakt.records.importing.run import Report, import_files
from tests.cast import NOW
from tests.corpus.r4_examples import unpack
from tests.records.region import settle

DOCUMENT = Path(__file__).parents[2] / "docs" / "conformance.md"
BEGIN, END = "<!-- examples: written by tests/corpus/account.py -->\n", "<!-- /examples -->\n"
_FEW = 8

# Every reason the examples are refused for, and why it is right. A reason that is not here fails the build.
WHY = {
    "The target is neither in the files nor stored here.": "HL7 publishes no resource with that type and id. R4 allows a "
    "reference to nothing; we do not, since nobody could tell it from one that is hidden.",
    "The target belongs to another patient.": "A resource lies in one patient's record and points only into that record "
    "or at nobody's. `Patient.link` is such a reference too.",
    "The resource must belong to a patient: give Patient/id here.": "The element that names the patient is missing, has "
    "words only, or points at a contained patient: nobody could find it, and nobody could be let in to it.",
    "Refers to something … that could not be imported, and was therefore not imported either.": "It would point at "
    "nothing: refusals are drawn along references.",
    "The element is required.": "`Questionnaire.item.linkId` is 1..1 in R4.",
    "The reference points at another server: give an identifier instead.": "We never fetch from others, and cannot tell "
    "what is there.",
    "The text has no content (txt-2).": "The narrative's `div` holds nothing but white space: txt-2.",
    "Everything it is about is of types that do not exist here and has been left out.": "`Provenance.target` is 1..*, and "
    "nothing of it would be left.",
    "The text holds more than formatting: scripts, forms, linked images and the like are not accepted.": "The narrative "
    "shows an image from a file beside it. R4 allows that; we do not, since a reader's browser would fetch it.",
    "The element may only point at CareTeam, Organization, Patient, Practitioner, PractitionerRole, RelatedPerson.": "The "
    "example names an Encounter as `Observation.performer`, which R4 does not allow.",
}


@dataclass(frozen=True)
class Account:
    """The names of the example files, and the first reason of each that was refused."""

    names: tuple[str, ...]
    refused: dict[str, str]


def settled(database: Database, folder: Path) -> Counter:
    """A counter with the rules of care over the units of the demo region."""
    hooks = Hooks()
    register(hooks)
    counter = Counter(
        database, AccessLog(database, b"k" * 32, folder), hooks, b"n" * 32, "http://127.0.0.1/fhir"
    )
    settle(counter)
    return counter


def import_all(counter: Counter, files: Iterable[Path]) -> Report:
    """All examples at once, each for itself, for Linden."""
    return import_files(counter, files, NOW, unit="linden", keep_going=True, skip_unsupported=True)


def account(files: Iterable[Path], report: Report) -> Account:
    """Who was refused, and why."""
    refused: dict[str, str] = {}
    for fault in report.faults:
        refused.setdefault(Path(fault.place.file).stem, _plain(fault.issues[0].en))
    return Account(tuple(path.stem for path in files), refused)


def tables(told: Account) -> str:
    """The Markdown that stands in docs/conformance.md."""
    stored = len(told.names) - len(told.refused)
    lines = [
        f"{len(told.names)} examples: {stored} are stored, {len(told.refused)} refused.",
        "",
        "| Told | Refused | Why it is right | Which |",
        "|---|---|---|---|",
        *_reasons(told),
        "",
        "| Type | Examples | Stored |",
        "|---|---|---|",
        *_types(told),
    ]
    return "\n".join(lines) + "\n"


def written(document: str, text: str) -> str:
    """``document`` with ``text`` between the two marks."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + text + END + after


def _reasons(told: Account) -> Iterator[str]:
    groups: dict[str, list[str]] = defaultdict(list)
    for name, reason in sorted(told.refused.items()):
        groups[reason].append(name)
    for reason, names in sorted(groups.items(), key=lambda each: (-len(each[1]), each[0])):
        more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
        yield f"| {reason} | {len(names)} | {WHY[reason]} | {', '.join(names[:_FEW])}{more} |"


def _types(told: Account) -> Iterator[str]:
    every = Tally(name.partition("-")[0] for name in told.names)
    refused = Tally(name.partition("-")[0] for name in told.refused)
    for type in sorted(every):
        yield f"| {type} | {every[type]} | {every[type] - refused[type]} |"


def _plain(reason: str) -> str:
    return re.sub(r"something in .+ that could", "something … that could", reason)


def main() -> None:
    """Import into a database of its own, and write down what came of it."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        engine = open_engine(f"sqlite:///{folder / 'examples.db'}")
        schema.upgrade(engine, "demo")
        inside = folder / "examples"
        inside.mkdir()
        files = unpack(inside)
        text = tables(account(files, import_all(settled(Database(engine), folder), files)))
        engine.dispose()
    DOCUMENT.write_text(written(DOCUMENT.read_text("utf-8"), text), "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
