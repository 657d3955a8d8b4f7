"""Every page of the portal, by who sees it. A test compares this with the application's routes: no page is left out."""

from typing import Final

VISITOR: Final = (
    "/", "/sprak", "/hjalp", "/om", "/uppgifter", "/tillganglighet", "/utloggad", "/finns-inte",
)  # fmt: skip
PATIENT: Final = (
    "/min/planering", "/min/planering/svar", "/min/planering/svar/andrat-mig", "/min/berattelse", "/min/mal/nytt",
    "/min/mal/gunnel-mal-1", "/min/ansvar/nytt", "/min/ansvar/gunnel-ansvar-1", "/min/ansvar/gunnel-ansvar-1/hjalp",
    "/min/anteckning", "/min/fragor", "/min/fragor?om=logg&del=x", "/min/delning", "/min/delning/ny",
    "/min/delning > /min/delning/*", "/min/logg", "/min/logg?alla=1", "/min/installningar",
)  # fmt: skip
COORDINATOR: Final = (
    "/arbete",
)  # fmt: skip
NURSE: Final = (
    "/arbete",
)  # fmt: skip
REVIEWER: Final = ("/arbete",)

ATLAS: Final[dict[str, tuple[str, ...]]] = {
    "": VISITOR,
    "gunnel": PATIENT,
    "maria": COORDINATOR,
    "ahmed": NURSE,
    "lars": REVIEWER,
    "noel": ("/min/planering",),
    "hassan": ("/min/planering", "/min/kontakter", "/min/tider"),
}
"""Whose pages: nobody's (""), Gunnel's, … "A > B" is the first link on A that looks like B, where * is any id."""

NOT_PAGES: Final = frozenset({"/in", "/inloggad"})
"""Addresses that lead on, or answer with something else than a page."""
