"""How much of a record the patient lets somebody read: from a level to the parts of it (model.md D2).

A level that is not here opens nothing, and closes everything.
"""

from typing import Final

from patientkontrakt.policy.terms import Always, Never, Not, RowIs, Term

_STORY: Final = RowIs("part", "berattelse")
_TIMES_AND_CONTACTS: Final = RowIs("part", "tider-kontakter")

OPENS: Final[dict[str, Term]] = {
    "hela": Always(),
    "utan-berattelse": Not(_STORY),
    "tider-kontakter": _TIMES_AND_CONTACTS,
}
LEAVES_OUT: Final[dict[str, Term]] = {
    "hela": Never(),
    "utan-berattelse": _STORY,
    "tider-kontakter": Not(_TIMES_AND_CONTACTS),
}
CONTRIBUTES: Final = ("hela", "utan-berattelse")
"""Whoever reads nothing but times and contacts has no plan to add anything to."""
