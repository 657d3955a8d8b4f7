"""One page of an export: read, judged, masked and noted at one desk. What it holds is written only when the notes are durable."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from patientkontrakt.fhir.bulk.kickoff import OF_PATIENTS
from patientkontrakt.fhir.bulk.manifest import Section, gone
from patientkontrakt.fhir.subset import View, part
from patientkontrakt.fhir.text import render
from patientkontrakt.records import mask
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.identities import may_be_labelled
from patientkontrakt.records.stored import Stored, stored
from patientkontrakt.store import exporting_rows as rows
from patientkontrakt.store import exporting_whom as whom
from patientkontrakt.store.exporting_rows import Text, Wanted
from patientkontrakt.store.record import Judged

Line = tuple[Section, str, str, int]  # of which section and type, the lines, how many they are
_RELATIVE = '"url":"Binary/'


@dataclass
class Page:
    """Lines to be written, and the patients they are about. `last` is the id that the next page begins after."""

    lines: list[Line] = field(default_factory=list)
    patients: list[str] = field(default_factory=list)
    last: str | None = None


def of_patients(desk: Desk, wanted: Wanted, patients: Sequence[str], elements: Sequence[str]) -> Page:
    """Everything about these patients: text by text where one must be looked into, else as it is stored."""
    care, page = wanted.of(OF_PATIENTS), _Gathered(desk)
    changed = rows.have_changed(desk.tx, wanted.cut, patients)
    for law, some in _by_law(desk, care, patients):
        if law.is_nothing:
            continue
        if elements:
            page.add_judged(rows.records(desk.tx, law, some, has_changed=changed), elements)
            continue
        labelled = page.add_texts(rows.texts(desk.tx, law, some, has_changed=changed))
        if labelled:
            single = law.of(tuple(mask.TYPES))
            page.add_judged(rows.records(desk.tx, single, sorted(labelled), has_changed=changed), ())
    lines = page.lines() + _removed(rows.removed(desk.tx, care, patients) if wanted.since is not None else [])
    return Page(lines, page.noted())


def of_reference_data(
    desk: Desk, wanted: Wanted, type: str, after: str, limit: int, elements: Sequence[str]
) -> Page:
    """At most `limit` resources of a type that is nobody's."""
    wanted = wanted.of((type,))
    judged = [] if wanted.is_nothing else rows.reference_data(desk.tx, wanted, type, after, limit)
    page = Page(lines=_one_by_one(desk, judged, elements))
    if wanted.since is not None and not after:
        page.lines += _removed(rows.removed(desk.tx, wanted, None))
    desk.note_records("export", type, judged)
    page.last = judged[-1][0].id if len(judged) == limit else None
    return page


@dataclass
class _Gathered:
    """A page in the making: texts by type, since a file takes them in one piece, and what the log is told of each patient."""

    desk: Desk
    texts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    items: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def add_texts(self, found: Sequence[Text]) -> set[str]:
        """Take them as they are, but for those of whom perhaps something has to be cut: whose they are."""
        labelled = {
            patient for patient, type, *_, text in found if type in mask.TYPES and may_be_labelled(text)
        }
        if labelled:
            found = [each for each in found if each[0] not in labelled or each[1] not in mask.TYPES]
        for patient, type, ground, key, text in found:
            self.texts[type].append(text)
            self.items[patient, ground].append(key)
        return labelled

    def add_judged(self, judged: Sequence[Judged], elements: Sequence[str]) -> None:
        """Take them one by one, masked and cut to their elements."""
        shown = mask.shown(self.desk, [stored(record) for record, _ in judged])
        for (record, ground), each in zip(judged, shown, strict=True):
            self.texts[record.type].append(_text(each, elements))
            self.items[record.patient or "", ground].append(f"{record.type}/{record.id}@{record.version}")

    def lines(self) -> list[Line]:
        return [
            ("output", type, _absolute(self.desk, type, "\n".join(found)), len(found))
            for type, found in self.texts.items()
        ]

    def noted(self) -> list[str]:
        """One row of the log for each patient and ground; whom it is about."""
        for patient, ground in (noted := sorted(self.items)):
            found = self.items[patient, ground]
            self.desk.note(
                "export", f"Patient/{patient}", "permitted", ground, patient=patient, items=tuple(found)
            )
        return list(dict.fromkeys(patient for patient, _ in noted))


def _by_law(desk: Desk, care: Wanted, patients: Sequence[str]) -> Iterator[tuple[Wanted, Sequence[str]]]:
    """Whose rows are asked about how. A filter or a Provenance asks of more than a row's own patient: then all alike."""
    if care.filtered or care.provenance:
        yield care, patients
        return
    for settle, some in whom.by_what_is_known(desk.tx, patients, care.whole.values()):
        yield care.settled(settle), some


def _one_by_one(desk: Desk, judged: Sequence[Judged], elements: Sequence[str]) -> list[Line]:
    shown = mask.shown(desk, [stored(record) for record, _ in judged])
    return [("output", each.type, _absolute(desk, each.type, _text(each, elements)), 1) for each in shown]


def _text(found: Stored, elements: Sequence[str]) -> str:
    return part(found.body(), View(elements=tuple(elements))) if elements else found.text


def _absolute(desk: Desk, type: str, text: str) -> str:
    """An attachment's address leads here from a file, too. In a text it can be nothing else: quotes within would be escaped."""
    if type != "DocumentReference":
        return text
    return text.replace(_RELATIVE, f'"url":"{desk.base}/Binary/')


def _removed(keys: Sequence[tuple[str, str]]) -> list[Line]:
    return [("deleted", "Bundle", render(gone(keys)), 1)] if keys else []
