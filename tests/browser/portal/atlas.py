"""Every page of the portal, by who sees it. A test compares this with the application's routes: no page is left out."""

from typing import Final

VISITOR: Final = (
    "/", "/sprak", "/hjalp", "/om", "/uppgifter", "/tillganglighet", "/utloggad", "/finns-inte",
)  # fmt: skip
PATIENT: Final = (
    "/min/planering",
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
"""Whose pages: nobody's (""), Gunnel's, …"""
