"""What waits in the unit's contracts, as rows with what can be done at once; by day for Min dag, by kind for Att följa upp."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as __

from patientkontrakt import clock
from patientkontrakt.portal import words
from patientkontrakt.portal.arbete.todo import QUESTIONS, Act

Body = dict[str, Any]

KINDS: Final = {
    "forsenat": ("stop", __("Försenade löften")),
    "fraga": ("warn", __("Frågor från patienter")),
    "hjalp": ("warn", __("Vill ha hjälp")),
    "logg": ("warn", __("Undrar över loggen")),
    "andra": ("warn", __("Vill ändra något")),
    "prata": ("warn", __("Vill prata först")),
    "aterkallad": ("warn", __("Har ändrat sig")),
    "ring-och-fyll-i": ("warn", __("Ring och fyll i svaret")),
    "obesvarad": ("warn", __("Väntar på svar")),
    "folj-upp": ("warn", __("Planer att följa upp")),
    "kontakt-saknas": ("warn", __("Fast kontakt saknas")),
    "inbjudan-avbojd": ("warn", __("Tackade nej till att vara med")),
    "paminnelse": ("warn", __("Någon har påmint er")),
    "forslag": ("go", __("Nya förslag")),
    "utkast": ("plain", __("Utkast")),
}
"""In the order they are shown."""

TAGS: Final = {
    "forsenat": __("Försenat"),
    "fraga": __("Fråga"),
    "hjalp": __("Hjälp"),
    "logg": __("Loggen"),
    "andra": __("Vill ändra"),
    "prata": __("Vill prata"),
    "aterkallad": __("Ändrat sig"),
    "ring-och-fyll-i": __("Ring"),
    "obesvarad": __("Väntar"),
    "folj-upp": __("Följ upp"),
    "kontakt-saknas": __("Kontakt saknas"),
    "inbjudan-avbojd": __("Tackat nej"),
    "paminnelse": __("Påminnelse"),
    "forslag": __("Förslag"),
    "utkast": __("Utkast"),
}


@dataclass(frozen=True)
class Row:
    """One thing that waits: tag, line, whose, in which contract, until when, what can be done."""

    group: str
    kind: str
    tag: str
    line: str
    name: str
    contract: str | None
    patient: str
    due: date | None
    acts: tuple[Act, ...]


def of_worklist(waiting: Body, lang: str) -> Row:
    """A row of the worklist."""
    return _row(waiting, waiting[lang], _acts(waiting))


def of_item(item: Body) -> Row:
    """A work item about a contract another unit keeps."""
    return _row(item, item["text"] or "", (_item_act(item["kind"], item["id"]),))


def _row(each: Body, line: str, acts: tuple[Act, ...]) -> Row:
    kind = each["kind"] if each["kind"] in KINDS else "paminnelse"
    return Row(
        group=kind,
        kind=KINDS[kind][0],
        tag=str(TAGS[kind]),
        line=line,
        name=each["patient_name"] or str(_("Patienten")),
        contract=each["contract"],
        patient=each["patient"],
        due=words.as_day(each["due"]),
        acts=acts,
    )


def _acts(waiting: Body) -> tuple[Act, ...]:
    here = f"/arbete/kontrakt/{waiting['contract']}"
    kind, part = waiting["kind"], (waiting["part"] or "").partition("/")[2]
    match kind:
        case "forsenat":
            promise = f"/arbete/lofte/{waiting['contract']}/{part}"
            return Act(_("Påminn"), f"{promise}/paminn", posts=True), Act(_("Öppna löftet"), promise)
        case "obesvarad" | "ring-och-fyll-i":
            return (Act(_("Ring och fyll i svaret"), f"{here}/svar"),)
        case "folj-upp":
            return (Act(_("Följ upp"), f"{here}/folja-upp"),)
        case "utkast":
            return (Act(_("Skriv vidare"), f"{here}/andra"),)
        case "kontakt-saknas":
            return (Act(_("Välj kontakt"), f"{here}/andra"),)
        case "forslag":
            return (Act(_("Ta med i planen"), f"{here}/andra"),)
    return (_item_act(kind, part),) if part else (Act(_("Öppna planen"), here),)


def _item_act(kind: str, task: str) -> Act:
    if kind in QUESTIONS:
        return Act(_("Svara"), f"/arbete/fragor#q-{task}")
    return Act(_("Öppna"), f"/arbete/att-gora/{task}")


def by_day(rows: list[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """What is late or due today, what is due within a week, and what has been begun and has no day."""
    today = clock.today(clock.now())
    week = today + timedelta(days=7)
    dated = sorted((each for each in rows if each.due), key=lambda each: each.due or today)
    now = [each for each in dated if each.due and each.due <= today]
    soon = [each for each in dated if each.due and today < each.due <= week]
    return now, soon, [each for each in rows if each.due is None]


def by_kind(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """Groups with their heading, in the order of KINDS."""
    groups = {kind: [each for each in rows if each.group == kind] for kind in KINDS}
    return [(str(KINDS[kind][1]), found) for kind, found in groups.items() if found]
