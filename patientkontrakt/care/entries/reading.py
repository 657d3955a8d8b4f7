"""What stands beside the entries of a contract: what has been marked as wrong, and what is withheld from the patient."""

from dataclasses import dataclass
from datetime import date, datetime

from patientkontrakt.care.contract.views import View
from patientkontrakt.care.entries.deed import Deed, is_deed, read_deed
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.questions.shapes import read_text
from patientkontrakt.care.shapes import Resource
from patientkontrakt.records.chronicle import versions
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.siblings import siblings


@dataclass(frozen=True)
class Correction:
    """An entry that was wrong: its words then, who marked it, when and why, and what is right instead."""

    part: str
    said: str
    by: str | None
    at: datetime
    reason: str | None
    text: str | None


@dataclass(frozen=True)
class Withheld:
    """An entry the patient does not see: why, who decided, who looks at it again and when."""

    part: str
    reason: str | None
    by: str | None
    at: datetime
    reviewer: str | None
    review_by: date | None


@dataclass(frozen=True)
class Marks:
    """What is marked in one contract, newest first."""

    corrections: tuple[Correction, ...] = ()
    withheld: tuple[Withheld, ...] = ()


def marks(desk: Desk, view: View) -> Marks:
    """What is marked in the contract, as far as the actor may read the entries themselves."""
    patient = id_of(view.contract.patient)
    deeds = [each for each in deeds_of(desk, patient) if each.plan == view.contract.key]
    wrong = [each for each in deeds if each.kind == "rattad"]
    hidden = withheld_now(deeds) if desk.actor.kind == "staff" else []
    told = {each.key: each.body() for each in versions(desk, _targets(wrong, hidden), view.contract.key)}
    return Marks(
        tuple(_correction(each, told[each.part]) for each in wrong if each.part in told),
        tuple(_withheld(each) for each in hidden if each.part in told),
    )


def deeds_of(desk: Desk, patient: str) -> list[Deed]:
    """Every act on one patient's entries, newest first; no law is asked, and nothing is shown yet."""
    found = (each.body() for each in siblings(desk, patient, "Provenance"))
    return sorted(
        (read_deed(each) for each in found if is_deed(each)), key=lambda each: each.at, reverse=True
    )


def withheld_now(deeds: list[Deed]) -> list[Deed]:
    """The acts by which entries are withheld and not shown again; of each entry the last."""
    last: dict[str, Deed] = {}
    for each in reversed(deeds):
        if each.kind in ("undanhallen", "visas-igen"):
            last[each.part] = each
    return [each for each in deeds if each is last.get(each.part) and each.kind == "undanhallen"]


def _targets(*groups: list[Deed]) -> list[str]:
    return list(dict.fromkeys(each.target for group in groups for each in group))


def _correction(deed: Deed, body: Resource) -> Correction:
    return Correction(deed.part, words_of(body), deed.by, deed.at, deed.reason, deed.text)


def _withheld(deed: Deed) -> Withheld:
    return Withheld(deed.part, deed.reason, deed.by, deed.at, deed.reviewer, deed.review_by)


def words_of(body: Resource) -> str:
    """An entry in its own words."""
    told = body.get("description")
    if isinstance(told, dict):
        return str(told.get("text", ""))
    return str(told or body.get("name") or body.get("title") or read_text(body) or "")
