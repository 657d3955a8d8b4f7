"""One page of an export: read, judged, masked and noted at one desk. What it holds is written only when the notes are durable."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from patientkontrakt.fhir.bulk.kickoff import OF_PATIENTS
from patientkontrakt.fhir.bulk.manifest import Section, gone
from patientkontrakt.fhir.subset import View, part
from patientkontrakt.fhir.text import render
from patientkontrakt.records import mask
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored, stored
from patientkontrakt.store import exporting_rows as rows
from patientkontrakt.store.exporting_rows import Texts, Wanted
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
    """Everything about these patients: text by text where one must be looked into, else as the database puts them together."""
    care = wanted.of(OF_PATIENTS)
    looked_into = OF_PATIENTS if elements else tuple(mask.TYPES)
    plain, single = care.of([type for type in OF_PATIENTS if type not in looked_into]), care.of(looked_into)
    changed = rows.have_changed(desk.tx, wanted.cut, patients)
    texts = [] if plain.is_nothing else rows.texts(desk.tx, plain, patients, has_changed=changed)
    judged = [] if single.is_nothing else rows.records(desk.tx, single, patients, has_changed=changed)
    page = Page(lines=[_line(desk, each) for each in texts])
    page.lines += _one_by_one(desk, judged, elements)
    page.lines += _removed(rows.removed(desk.tx, care, patients) if wanted.since is not None else [])
    page.lines = _put_together(page.lines)
    page.patients = _noted(desk, texts, judged)
    return page


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


def _put_together(lines: Sequence[Line]) -> list[Line]:
    """The same lines, those of one file in one piece: thousands of small ones would each cost a call."""
    pieces: dict[tuple[Section, str], list[Line]] = {}
    for line in lines:
        pieces.setdefault(line[:2], []).append(line)
    return [
        (section, type, "\n".join(text for _, _, text, _ in found), sum(count for *_, count in found))
        for (section, type), found in pieces.items()
    ]


def _line(desk: Desk, texts: Texts) -> Line:
    return ("output", texts.type, _absolute(desk, texts.type, texts.text), texts.count)


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


def _noted(desk: Desk, texts: Sequence[Texts], judged: Sequence[Judged]) -> list[str]:
    """One row of the log for each patient and ground; whom it is about."""
    items: dict[tuple[str, str], list[str]] = {}
    for patient, ground, found in _items(texts, judged):
        items.setdefault((patient, ground), []).extend(found)
    for (patient, ground), found in items.items():
        desk.note("export", f"Patient/{patient}", "permitted", ground, patient=patient, items=tuple(found))
    return list(dict.fromkeys(patient for patient, _ in items))


def _items(texts: Iterable[Texts], judged: Iterable[Judged]) -> Iterator[tuple[str, str, Sequence[str]]]:
    yield from ((each.patient, each.ground, each.items) for each in texts)
    for record, ground in judged:
        yield record.patient or "", ground, (f"{record.type}/{record.id}@{record.version}",)
