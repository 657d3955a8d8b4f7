"""The four tables (docs/import.md "Tables"): what a row of each says, as the FHIR the house imports."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.profiles.codes import OURS
from patientkontrakt.identifiers.identity_number import IdentityNumber
from patientkontrakt.records.importing.cells import Cells
from patientkontrakt.records.importing.files import Fault, Item, Row, Triple

Body = dict[str, Any]
Read = Iterator[Cells | Fault]
_CODES: Final = {each.url: tuple(term.code for term in each.terms) for each in OURS}
_ROLE: Final = systems.pk("role")
_STANDS_ALONE: Final = {"vardgivare", "omsorgsgivare", "region", "kommun"}
_MARKS: Final = tuple(sorted(code for system, code in systems.PROTECTING if system == systems.SECURITY_LABEL))


@dataclass(frozen=True)
class Table:
    """One table: the columns it needs, those it may have, what reads its rows, and which column an element came from."""

    needed: tuple[str, ...]
    optional: tuple[str, ...]
    of_row: Callable[[Cells], Iterator[Item]]
    paths: tuple[tuple[str, str], ...]
    columns: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", frozenset({*self.needed, *self.optional}))

    def items(self, rows: Read) -> Iterator[Item | Fault]:
        """The resources of the rows; a row with a fault gives only all of its faults. Who works in two places is one."""
        people: dict[tuple[Triple, ...], Body] = {}
        for row in rows:
            if isinstance(row, Fault):
                yield row
                continue
            items = list(self.of_row(row))
            if not row.issues:
                items = [each for each in items if not _is_known(row, each, people)]
            if row.issues:
                yield Fault(row.place, tuple(row.issues))
            else:
                yield from items


def _is_known(row: Cells, item: Item, people: dict[tuple[Triple, ...], Body]) -> bool:
    """Whether a row before told of the same Practitioner; a fault when it called her something else."""
    if item.row is None or item.resource["resourceType"] != "Practitioner":
        return False
    known = people.setdefault(item.row.whose, item.resource)
    if known is not item.resource and known != item.resource:
        row.refuse("family", "conflict", *_OTHER_NAME)
    return known is not item.resource


def _unit(row: Cells) -> Iterator[Item]:
    unit, above = row.hsa_id("unit"), row.hsa_id("part_of", needed=False)
    name, kinds = row.text("name"), row.codes("kinds", _CODES[systems.ORG])
    if not row.texts.get("part_of") and not _STANDS_ALONE & set(kinds):
        row.refuse("part_of", "required", *_BELOW)
    body: Body = {
        "resourceType": "Organization",
        "identifier": [{"system": systems.HSA_ID, "value": unit}],
        "type": [_concept(systems.ORG, kind) for kind in kinds],
        "name": name,
    }
    if above:
        body["partOf"] = _reference(_hsa("Organization", above))
    yield Item(row.place, body, row=Row((_hsa("Organization", unit),), clears=frozenset({"partOf"})))


def _member_of_staff(row: Cells) -> Iterator[Item]:
    person, unit = _hsa("Practitioner", row.hsa_id("person")), _hsa("Organization", row.hsa_id("unit"))
    body: Body = {
        "resourceType": "Practitioner",
        "identifier": [{"system": systems.HSA_ID, "value": person[2]}],
        "name": _name(row),
    }
    role, period = " ".join(row.codes("role", _CODES[_ROLE])), row.period()
    if " " in role:
        row.refuse("role", "value", *_ONE_ROLE)
    title = row.text("title", needed=False)
    post = {
        "resourceType": "PractitionerRole",
        "practitioner": _reference(person),
        "organization": _reference(unit),
        "code": [_concept(_ROLE, role, title)],
        "period": period,
    }
    yield Item(row.place, body, row=Row((person,)))
    yield Item(row.place, post, row=Row((person, unit), kind=role, unit="organization"))


def _person(row: Cells) -> Iterator[Item]:
    number, died = row.number("number"), row.day("deceased", needed=False)
    body: Body = {"resourceType": "Patient", "name": _name(row)}
    clears = set()
    if died:
        body["deceasedDateTime"] = died
        clears.add("deceasedBoolean")
    marks = row.codes("protected", _MARKS, needed=False)
    if marks:
        body["meta"] = {"security": [{"system": systems.SECURITY_LABEL, "code": code} for code in marks]}
    if row.has("protected"):
        clears.add("meta.security")
    if number:
        who = _numbered(number)
        body["identifier"] = [{"system": who[1], "value": who[2]}]
        if (
            not number.is_samordning
        ):  # its day may be approximate (SKVFS); who is born when is told by FHIR then
            body["birthDate"] = number.birth_date.isoformat()
        yield Item(row.place, body, row=Row((who,), clears=frozenset(clears)))


def _listing(row: Cells) -> Iterator[Item]:
    number, unit, period = row.number("number"), _hsa("Organization", row.hsa_id("unit")), row.period()
    if number:
        who = _numbered(number)
        body = {
            "resourceType": "EpisodeOfCare",
            "status": "active",
            "type": [_concept(systems.RELATION, "listning")],
            "patient": _reference(who),
            "managingOrganization": _reference(unit),
            "period": period,
        }
        yield Item(row.place, body, row=Row((who, unit), kind="listning", unit="managingOrganization"))


def _name(row: Cells) -> list[Body]:
    given, family = row.text("given"), row.text("family")
    return [{"use": "official", "text": f"{given} {family}", "family": family, "given": [given]}]


def _concept(system: str, code: str, text: str = "") -> Body:
    return {"coding": [{"system": system, "code": code}]} | ({"text": text} if text else {})


def _reference(triple: Triple) -> Body:
    type, system, value = triple
    return {"reference": f"{type}?identifier={system}|{value}"}


def _hsa(type: str, value: str) -> Triple:
    return type, systems.HSA_ID, value


def _numbered(number: IdentityNumber) -> Triple:
    system = systems.SAMORDNINGSNUMMER if number.is_samordning else systems.PERSONNUMMER
    return "Patient", system, number.digits


_OTHER_NAME = (
    "En rad före ger samma HSA-id ett annat namn.",
    "A line before gives the same HSA-id another name.",
)
_ONE_ROLE = "En roll på varje rad.", "One role on each line."
_BELOW = (
    "En enhet hör till en annan, ytterst en vårdgivare eller omsorgsgivare: ange vilken.",
    "A unit is part of another, in the end of a care provider: say which.",
)

TABLES: Final = (
    Table(("unit", "name", "kinds"), ("part_of",), _unit,
          (("Organization.identifier", "unit"), ("Organization.name", "name"), ("Organization.type", "kinds"),
           ("Organization.partOf", "part_of"), ("id", "unit"))),
    Table(("person", "given", "family", "unit", "role", "start"), ("end", "title"), _member_of_staff,
          (("Practitioner.identifier", "person"), ("Practitioner.name[0].given", "given"), ("Practitioner.name", "family"),
           ("PractitionerRole.practitioner", "person"), ("PractitionerRole.organization", "unit"),
           ("PractitionerRole.code[0].text", "title"), ("PractitionerRole.code", "role"),
           ("PractitionerRole.period", "start"), ("id", "person"))),
    Table(("number", "given", "family"), ("protected", "deceased"), _person,
          (("Patient.identifier", "number"), ("Patient.birthDate", "number"), ("Patient.name[0].given", "given"),
           ("Patient.name", "family"), ("Patient.deceased", "deceased"), ("Patient.meta", "protected"),
           ("id", "number"))),
    Table(("number", "unit", "start"), ("end",), _listing,
          (("EpisodeOfCare.patient", "number"), ("EpisodeOfCare.managingOrganization", "unit"),
           ("EpisodeOfCare.period", "start"), ("id", "number"))),
)  # fmt: skip
"""Units, staff, people, listings."""
