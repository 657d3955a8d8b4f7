"""What is wrong in the form as it was sent, and what is missing before one can be agreed: in words, with the field."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as __

from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.skriva.dates import as_date, today
from patientkontrakt.portal.skriva.sheet import Data, Sheet
from patientkontrakt.portal.skriva.view import View


def wrong(view: View, sheet: Sheet) -> dict[str, list[Fault]]:
    """By section; a section without faults is not there."""
    found = {
        "viktigt": list(_story(view)),
        "ansvar": list(_promises(view, sheet)),
        "tider": list(_times(view, sheet)),
        "samre": list(_warnings(view)),
    }
    return {name: faults for name, faults in found.items() if faults}


def missing(sections: dict[str, Data], her_story: bool, patient: str) -> list[Fault]:
    """What the yes still waits for, (a) to (d); the fields are those of the form."""
    story, tider = sections["viktigt"], sections["tider"]
    promises = [each for each in sections["ansvar"]["promises"] if each["text"]]
    mine = [each for each in promises if each["owner"] == patient]
    care = [each for each in promises if not each["owner"].startswith(("Patient/", "RelatedPerson/"))]
    steps = [each for each in tider["times"] if each.get("start") or each.get("latest")]
    paths = [path for each in sections["kontakter"]["contacts"] for path in each["paths"]]
    lacking = [
        (her_story or story["text"] or story["declined"], "viktigt-text", _LACKING["viktigt"]),
        (any(map(_has_when, mine)), "mine-0-text", _LACKING["mine"]),
        (any(map(_has_when, care)), "care-0-text", _LACKING["care"]),
        (steps or tider["no_time_needed"], "nasta-what", _LACKING["step"]),
        (paths, "kontakt-0-phone", _LACKING["contact"]),
    ]
    return [Fault(field, str(tell)) for there, field, tell in lacking if not there]


_LACKING = {
    "viktigt": __("Skriv vad som är viktigt, eller kryssa för att svara senare"),
    "mine": __("Skriv minst en sak som patienten gör, och när"),
    "care": __("Skriv minst en sak som vården gör, och när"),
    "step": __("Skriv nästa steg och senaste dag, eller välj en tid"),
    "contact": __("Skriv telefonnumret till en fast kontakt"),
}


def _has_when(promise: Data) -> bool:
    return bool(promise.get("when") or promise.get("due") or promise.get("timing"))


def _story(view: View) -> Iterator[Fault]:
    if view["text"] and view["declined"]:
        yield Fault("viktigt-text", _("Det finns både ord och ett kryss. Behåll ett av dem."))


def _promises(view: View, sheet: Sheet) -> Iterator[Fault]:
    stood = {each["id"]: each["due"] for each in sheet.sections["ansvar"]["promises"]}
    for kind in ("mine", "care"):
        for number, row in enumerate(view[kind]):
            if row["on"] and row["text"]:
                yield from _day(row["due"], f"{kind}-{number}-due", stood.get(row["id"]))


def _times(view: View, sheet: Sheet) -> Iterator[Fault]:
    step, tider = view["next"], sheet.sections["tider"]
    if step["what"]:
        stood = {each.get("id"): each.get("latest") for each in tider["times"]}
        yield from _day(step["latest"], "nasta-latest", stood.get(step["id"]))
    yield from _day(view["review"], "folja-upp", tider["review_by"])


def _day(text: str | None, field: str, stood: str | None) -> Iterator[Fault]:
    """A day that is read may have passed; a new one is from today."""
    day = as_date(text)
    if text and day is None:
        yield Fault(field, _("Skriv datumet som 2026-11-30."))
    elif day and day < today() and text != stood:
        yield Fault(field, _("Datumet har redan varit. Välj ett datum från i dag."))


def _warnings(view: View) -> Iterator[Fault]:
    for number, row in enumerate(view["warnings"]):
        if row["on"] and bool(row["sign"]) != bool(row["act"]):
            field, text = (
                ("act", _("Skriv vad patienten ska göra")) if row["sign"] else ("sign", _("Skriv tecknet"))
            )
            yield Fault(f"samre-{number}-{field}", text)


def needs_step(view: View) -> bool:
    """Whether a next step has to be written: no time is ticked, and none is needed."""
    return not any(row["on"] for row in view["times"]) and not view["no_time"]
