"""Who has read and written, when, from where and why (K-5). What one person did in one go is told once; each row by itself
is one press away."""

from itertools import groupby
from typing import Any

from flask import Response, request

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.mitt import acts_of_patient

Row = dict[str, Any]


@acts_of_patient.get("/logg")
def show_log() -> Response:
    """A page of the log, newest first; refused attempts too."""
    page, each_row = request.args.get("sida"), "alla" in request.args
    told = ask("GET", "/my/log", params={"page": page} if page else None)
    return patient_page(
        "mitt/log.html",
        current="/min/delning",
        rows=[row | {"times": 1} for row in told["log"]] if each_row else gathered(told["log"]),
        further=told["next"],
        later=bool(page),
        each_row=each_row,
    )


def gathered(rows: list[Row]) -> list[Row]:
    """Rows that follow on each other and say the same of the same person, as one with `times`; her own as one visit."""
    runs = [list(run) for _, run in groupby(rows, key=_sameness)]
    return [run[0] | {"times": len(run), "since": run[-1]["at"]} for run in runs]


def readers(rows: list[Row], most: int = 5) -> list[Row]:
    """Others who have read lately: each profession and unit once a day."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        if not row["own"] and row["outcome"] == "permitted" and row["unit"]:
            found.setdefault((row["at"][:10], row["role"], row["unit"]), row)
    return list(found.values())[:most]


def _sameness(row: Row) -> tuple[Any, ...]:
    if row["own"]:
        return (True, row["at"][:10])
    return (False, row["at"][:10], row["role"], row["unit"], row["action"], row["reason"], row["outcome"])
