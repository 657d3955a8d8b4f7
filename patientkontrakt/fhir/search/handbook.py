"""The page docs/search-parameters.md, written from the table, so that it cannot say anything else than the code.

To renew it: `python -m patientkontrakt.fhir.search.handbook > docs/search-parameters.md`
"""

import sys
from collections.abc import Iterable, Iterator

from patientkontrakt.fhir.search.clauses import MAX_ALTERNATIVES, MAX_VALUE
from patientkontrakt.fhir.search.links import MAX_DEPTH, MAX_LINKS
from patientkontrakt.fhir.search.parameters import COMMON, LEFT_OUT, LEFT_OUT_OF_ALL, PARAMETERS, Parameter
from patientkontrakt.fhir.search.query import MAX_PARAMETERS
from patientkontrakt.fhir.search.results import MAX_COUNT, MAX_SORT
from patientkontrakt.fhir.types import TYPES

_INTRODUCTION = f"""\
# Search parameters

What can be searched for, type by type: the official parameters of FHIR R4 4.0.1, three of US Core (`CareTeam.role`,
`Encounter.discharge-disposition`, `Goal.description`), and two that Inera's service contracts ask for (`CarePlan.careGiver`,
`CarePlan.careUnit`). This page is written from the table in `patientkontrakt/fhir/search/parameters/`; a test fails when they
differ.

## How values are read

- **Several values**: `status=active,draft` is either; a parameter given twice must hold twice. `\\,` `\\$` `\\|` `\\\\` are the
  characters themselves.
- **token**: `code`, `system|code`, `|code` (no system), `system|`. Modifiers `:not`, `:missing`; `:text` (the
  beginning of the words beside the code); `:of-type` of an identifier (`system|type|value`); `:in` and `:not-in` (the address
  of a ValueSet, or `ValueSet/id`); `:above` and `:below` (`system|code`). The ValueSet or CodeSystem must lie here and list
  its codes, else 400.
- **reference**: `id`, `Type/id`, `Type/id/_history/2`, a whole address, or `canonical|version`. Modifiers `:Type`, `:missing`,
  and `:identifier` (`system|value` of a reference by number).
- **date**: year, month, day or time, after `eq ne gt lt ge le sa eb ap`. Without a zone it is Europe/Stockholm, so
  2026-03-29 is 23 hours long. A stored period matches `eq` when all of it lies within the date asked for. Modifier `:missing`.
- **string**: the beginning of any part of a name or address, without regard to case and accents. Modifiers `:exact`,
  `:contains`, `:missing`.
- **quantity**: `5.4`, `5.4|system|code` or `5.4||unit`, after a prefix. `eq` means all that rounds to the digits given.
- **composite**: `code$value`, which must stand together in one element: `code-value-quantity=8867-4$gt100`. The code as a
  token, the value as its kind is, with its prefix. No modifiers.
- **uri**: the whole address. Modifiers `:missing`, `:below` (it or what lies under it), `:above`.

## Filters on other resources

- **Chains**: `CarePlan?goal.lifecycle-status=active`, `CarePlan?subject:Patient.name=berg`. Without a type, every type
  that the reference may lead to and that has the parameter is asked; a reference to anything needs its type.
- **_has**: `Patient?_has:CarePlan:patient:status=active`: some CarePlan refers to this Patient and answers.
- They may stand within one another, {MAX_DEPTH} references deep; at most {MAX_LINKS} in a question. What cannot be read is 400,
  never ignored.
- The resource at the far end must be one that the caller may search for herself. What she may not see, or what her
  token does not cover, answers no filter.

## What to bring along and how to show it

`_count` (0 to {MAX_COUNT}; more is cut to {MAX_COUNT}), `_total` (none, estimate, accurate; the estimate is exact too, after the
law), `_sort` (up to {MAX_SORT}
parameters of any kind but reference; `-` before a name is descending), `_include`, `_revinclude` (with target type,
`*` and `:iterate`; what is left out of a large answer is told in it), `_summary`, `_elements`, `_format`, `_pretty`.

## Several types at once

`GET /?_type=CarePlan,Goal&…` and `POST /_search` ask several types in one order; `GET /Patient/id/*` asks all that is the
patient's, or the types of `_type`. Every filter and `_sort` must mean something for each type: none is ignored here.

## What is refused

- A parameter that the type does not have: 400 under `Prefer: handling=strict`. Otherwise it is ignored and named in an
  OperationOutcome in the answer; but 400 when no valid filter stands beside it, so that a misspelt filter never shows
  everything.
- What FHIR has and we do not have yet is 400 always: other modifiers, the parameters listed under
  "Not yet" below.
- More than {MAX_PARAMETERS} parameters, {MAX_ALTERNATIVES} alternatives or {MAX_VALUE:,} characters in a value.
- A personal number in an address, a chain and `:identifier` too: search with POST `_search`.
- In health care, a question about many patients by the words of a code (`:text`): they may name social services (PDL 2:8).

`Provenance?patient=` finds the Provenance of everything that is about the patient: R4's own definition would find only
that of the Patient resource itself. `CarePlan?careUnit=` and `careGiver=` find plans by the unit and the care provider that keep
them, whatever the body says; by HSA-id they are `careUnit.identifier=` and `careGiver.identifier=`.
An HSA-id is found without case (`SE2321000016-1abc` is `SE2321000016-1ABC`), every other number letter by letter.
"""


_KEPT_BY = {"unit": "the unit that keeps it", "custodian": "the care provider that keeps it"}


def page() -> str:
    """The whole page, Markdown."""
    return "\n".join((_INTRODUCTION, *_section("Every type", COMMON.values(), LEFT_OUT_OF_ALL), *_sections()))


def _sections() -> Iterator[str]:
    for type in sorted(TYPES):
        yield from _section(type, PARAMETERS[type].values(), LEFT_OUT.get(type, {}))


def _section(title: str, rows: Iterable[Parameter], left_out: dict[str, str]) -> Iterator[str]:
    yield f"## {title}\n"
    lines = [_line(row) for row in sorted(rows, key=lambda row: row.name)]
    if lines:
        yield "| Parameter | Kind | Where | May point at |\n|---|---|---|---|"
        yield from lines
        yield ""
    else:
        yield "None but those of every type.\n"
    if left_out:
        yield "Not yet:\n"
        yield from (f"- `{name}` ({reason})" for name, reason in sorted(left_out.items()))
        yield ""


def _line(row: Parameter) -> str:
    where = _where(row) or _KEPT_BY.get(row.column, "computed")
    targets = ", ".join(row.targets) if row.targets or row.kind != "reference" else "any type"
    kind = "reference" if row.kind == "special" else row.kind
    return f"| `{row.name}` | {kind} | {where} | {targets} |"


def _where(row: Parameter) -> str:
    if row.parts:
        code, value = (_where(part).replace("<br>", " or ") for part in row.parts)
        within = " or ".join(f"`{path}`" if path else "the resource" for path in row.paths)
        return f"{code} with {value}, in {within}"
    return "<br>".join(f"`{path.partition(':')[0]}`" for path in row.paths if not path.startswith(":"))


if __name__ == "__main__":
    sys.stdout.write(page())
