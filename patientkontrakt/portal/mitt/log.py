"""Who has read and written, when, from where and why (K-5). What one person did in one go is told once; each row by itself
is one press away."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from flask import Response, request
from flask_babel import format_date
from flask_babel import gettext as _

from patientkontrakt import clock
from patientkontrakt.portal.leaves import leaf
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.mitt import acts_of_patient

Row = dict[str, Any]
GROUPS: Final = ("vard", "egen", "vardnadshavare", "system")
MARKS: Final = ("nod", "nekade")


@dataclass(frozen=True)
class Chosen:
    """What she wants to see: a month ("2026-11"), whose rows, and only emergencies or only refusals; "" is all."""

    month: str
    who: str
    only: str

    def days(self) -> dict[str, str]:
        """The first and the last day, for the API."""
        first = _first_day(self.month)
        if first is None:
            return {}
        return {"from": first.isoformat(), "to": (_next_month(first) - timedelta(days=1)).isoformat()}

    def asked(self) -> dict[str, str]:
        """All of it, for the API."""
        chosen = {"who": self.who, "only": self.only}
        return self.days() | {name: value for name, value in chosen.items() if value}

    def address(self) -> dict[str, str]:
        """All of it, for a link of ours."""
        chosen = {"manad": self.month, "vem": self.who, "bara": self.only}
        return {name: value for name, value in chosen.items() if value}


@acts_of_patient.get("/logg")
def show_log() -> Response:
    """A page of the log, newest first; refused attempts and emergencies are marked."""
    each_row, chosen = "alla" in request.args, choice()
    page = leaf("/my/log", **chosen.asked())
    told = page.told
    return patient_page(
        "mitt/log.html",
        current="/min/delning",
        rows=[row | {"times": 1} for row in told["log"]] if each_row else gathered(told["log"]),
        leaf=page,
        each_row=each_row,
        chosen=chosen,
        months=months(date.fromisoformat(told["online_from"])),
        groups=_groups(),
        marks=_marks(),
    )


def choice() -> Chosen:
    """What the address says she has chosen; what cannot be understood chooses nothing."""
    said = request.args.get
    month = said("manad", "")
    return Chosen(
        month if _first_day(month) else "",
        said("vem", "") if said("vem") in GROUPS else "",
        said("bara", "") if said("bara") in MARKS else "",
    )


def months(oldest: date) -> list[tuple[str, str]]:
    """The months that are shown at once, newest first, and their names. Of the oldest only whole ones."""
    found, month = [], clock.today(clock.now()).replace(day=1)
    while month >= oldest:
        found.append((f"{month:%Y-%m}", format_date(month, "LLLL y")))
        month = (month - timedelta(days=1)).replace(day=1)
    return found


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
        return (True, row["at"][:10], row["outcome"])
    same = ("role", "unit", "group", "action", "reason", "outcome", "emergency")
    return (False, row["at"][:10], *(row.get(name) for name in same))


def _first_day(month: str) -> date | None:
    try:
        return date.fromisoformat(f"{month}-01") if len(month) == len("2026-11") else None
    except ValueError:
        return None


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _groups() -> list[tuple[str, str]]:
    return [
        ("vard", _("Vården")),
        ("egen", _("Jag själv")),
        ("vardnadshavare", _("Vårdnadshavare")),
        ("system", _("Datorsystem")),
    ]


def _marks() -> list[tuple[str, str]]:
    return [("nod", _("Bara nödöppningar")), ("nekade", _("Bara det som stoppades"))]
