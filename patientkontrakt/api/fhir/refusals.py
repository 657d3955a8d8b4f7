"""What this door says no to by itself, before anything is looked up."""

from typing import Final

from patientkontrakt.fhir.outcome import Issue, Malformed, MethodNotAllowed, NotFound
from patientkontrakt.fhir.types import TYPES

SERVED: Final = tuple(name for name, row in TYPES.items() if row.is_in_archive)
_LISTED: Final = ", ".join(sorted(name for name, row in TYPES.items() if row.kind != "log"))

UNREADABLE_QUERY: Final = Issue(
    "structure",
    "Parametrarna går inte att läsa: de ska vara procentkodad UTF-8 och högst 200.",
    "The parameters cannot be read: they must be percent-encoded UTF-8, and at most 200.",
)
CUT_OFF: Final = Issue(
    "structure",
    "Innehållet är kortare än Content-Length säger: det bröts av på vägen.",
    "The content is shorter than Content-Length says: it was broken off on its way.",
)
NO_SUCH_PAGE: Final = Issue(
    "not-found",
    "Sidlänken gäller inte, eller inte längre. Gör om sökningen.",
    "The page link is not valid, or no longer. Search again.",
)
PAGE_STANDS_ALONE: Final = Issue(
    "value",
    "En sidlänk bär redan alla parametrar: lägg inte till fler än _count.",
    "A page link carries every parameter already: add none but _count.",
    ("http._page",),
)
TOO_LONG: Final = Issue(
    "too-costly",
    "Sökningen är för lång: högst 5 000 byte parametrar.",
    "The search is too long: at most 5,000 bytes of parameters.",
)
NO_BUNDLE_WITHIN: Final = Issue(
    "not-supported",
    "En post går till en adress under basadressen: Typ, Typ/id eller _history.",
    "An entry goes to an address below the base: Type, Type/id or _history.",
    ("Bundle.entry.request.url",),
)
NEVER_DELETED: Final = Issue(
    "not-supported",
    "Ingenting tas bort här. Vårdens uppgifter rättas med status entered-in-error (PDL 3 kap. 14 §); register avslutas.",
    "Nothing is deleted here. Care records are corrected with status entered-in-error (PDL 3 kap. 14 §); registers are ended.",
)
_CONDITIONAL: Final = Issue(
    "not-supported",
    "Ett villkor som inte hör till det här anropet. Ingenting har sparats. Villkorad skapning skrivs i If-None-Exist.",
    "A condition that does not belong to this interaction. Nothing was stored. A conditional create says If-None-Exist.",
)


def require_type(type: str) -> None:
    """Raise NotFound, naming the types there are, for any other."""
    if type not in SERVED:
        raise NotFound(
            Issue(
                "not-supported",
                f"Resurstypen finns inte här. De som finns: {_LISTED}.",
                f"The resource type does not exist here. Those that do: {_LISTED}.",
            )
        )


def not_allowed(method: str, allow: tuple[str, ...]) -> MethodNotAllowed:
    """The 405 of `method`, with the reason where there is more to say than its name."""
    return MethodNotAllowed(allow, *([NEVER_DELETED] if method == "DELETE" else []))


def conditional() -> Malformed:
    """The refusal of a condition that would not be heeded."""
    return Malformed(_CONDITIONAL)


def no_such_operation(name: str) -> NotFound:
    """The refusal of an operation we do not have; the name is told when it looks like one."""
    shown = name if name.isascii() and name.isalpha() and len(name) <= 40 else "–"
    return NotFound(
        Issue(
            "not-supported",
            f"Operationen ${shown} finns inte här. De som finns står i /fhir/metadata.",
            f"There is no operation ${shown} here. Those there are stand in /fhir/metadata.",
        )
    )


def not_a_parameter(name: str) -> Malformed:
    """A parameter that this interaction does not take: ignoring it could show or do something else."""
    return Malformed(
        Issue(
            "not-supported",
            "En parameter som inte hör till det här anropet. Ingenting har gjorts.",
            "A parameter that does not belong to this interaction. Nothing was done.",
            (f"http.{name}",) if name.lstrip("_").isalpha() and len(name) <= 40 else (),
        )
    )
