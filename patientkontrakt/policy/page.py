"""The tables of docs/authorization.md, made from the registry of rules so that the page cannot lie.

`python -m patientkontrakt.policy.page docs/authorization.md` writes them between the page's marks.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.grounds import GROUNDS
from patientkontrakt.policy.permissions import GUARDIAN_WRITES, LETTERS, NOT_BY_STAFF, PATIENT_WRITES
from patientkontrakt.policy.rule import Rule
from patientkontrakt.policy.table import Line, lines
from patientkontrakt.policy.vetoes import VETOES

_BEGIN, _END = "<!-- tables: made by patientkontrakt.policy.page -->", "<!-- end of tables -->"


def tables() -> str:
    """The grounds, the vetoes and the acts of each kind of actor, as Markdown."""
    grounds = dict.fromkeys(rule for letter in LETTERS for rule in GROUNDS[letter])
    return "\n".join(
        (
            "### Grounds",
            "",
            "| Ground | Letters | What it says | Law and rows of the decision table |",
            "|---|---|---|---|",
            *(_line(rule, f"`{rule.__name__}`", _letters(rule)) for rule in grounds),
            "",
            "### Vetoes",
            "",
            "| Veto | What it says | Law and rows of the decision table |",
            "|---|---|---|",
            *(_line(rule, f"`{rule.__name__}`") for rule in VETOES),
            "",
            "### Decision table",
            "",
            "What the law can say yes to at all, to a caller whose token covers everything. A letter that is not here is refused",
            "before anything is looked up. The vetoes come first, and one is enough for a no.",
            "",
            "| Who | Letters | What | On the ground | Unless |",
            "|---|---|---|---|---|",
            *map(_decided, lines()),
            "",
            "### Acts decided by type alone",
            "",
            "| Who | May write |",
            "|---|---|",
            f"| patient, in her own record | {_writes(PATIENT_WRITES)} |",
            f"| guardian, in the child's | {_writes(GUARDIAN_WRITES)} |",
            f"| staff, at the own unit | care data but {', '.join(sorted(NOT_BY_STAFF))} |",
        )
    )


def renewed(page: str) -> str:
    """The page with its tables as the rules are now."""
    marked = re.compile(f"{re.escape(_BEGIN)}.*{re.escape(_END)}", re.DOTALL)
    return marked.sub(lambda _: f"{_BEGIN}\n{tables()}\n{_END}", page)


def _line(rule: Rule, *first: str) -> str:
    says, _, law = " ".join((rule.__doc__ or "").split()).partition(" Law: ")
    return f"| {' | '.join((*first, says, law))} |"


def _decided(line: Line) -> str:
    named = (", ".join(f"`{name}`" for name in names) for names in (line.grounds, line.vetoes))
    return f"| {' | '.join((line.who, ' '.join(line.letters), _types(line.types), *named))} |"


def _types(types: Sequence[str]) -> str:
    """The types by name, or by what is left out where that is shorter."""
    for kind in ("care", "reference"):
        all_of_kind = [name for name, row in TYPES.items() if row.kind == kind]
        left_out = [name for name in all_of_kind if name not in types]
        if set(types) <= set(all_of_kind) and len(left_out) < len(types):
            return f"{kind} data but {', '.join(sorted(left_out))}" if left_out else f"all {kind} data"
    return ", ".join(sorted(types))


def _letters(rule: Rule) -> str:
    return " ".join(letter for letter in LETTERS if rule in GROUNDS[letter])


def _writes(table: dict[str, str]) -> str:
    return ", ".join(f"{type} {letters}" for type, letters in sorted(table.items()))


def _main(paths: Iterable[str]) -> None:
    for path in map(Path, paths):
        path.write_text(renewed(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    _main(sys.argv[1:])
