"""What waits for somebody in one contract: why in a word, what, what is known about it, and what can be done at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _

from patientkontrakt import clock
from patientkontrakt.portal import words
from patientkontrakt.portal.names import Names

Body = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """A button that does it at once (`posts`), or a link to where it is done."""

    text: str
    path: str
    posts: bool = False


@dataclass(frozen=True)
class Todo:
    """A tag (kind, word), what waits, what is known, and the acts: the first is the nearest at hand."""

    kind: str
    tag: str
    what: str
    known: str
    acts: tuple[Act, ...]


WANTS: Final = ("andra", "prata", "aterkallad", "inbjudan-avbojd", "paminnelse")
QUESTIONS: Final = ("fraga", "logg", "hjalp")
ENTRIES: Final = {"invandning": "invandningar", "undanhallen": "undanhall"}
"""Where what waits about an entry is done."""


def todo(contract: Body, participants: list[Body], items: list[Body], names: Names) -> list[Todo]:
    """Everything that waits in the contract, the most pressing first."""
    return [
        *_late(contract, names),
        *_items(items),
        *_unanswered(contract, names),
        *_review(contract),
        *_draft(contract, names),
        *_invited(contract, participants),
        *_proposed(contract, names),
    ]


def _late(contract: Body, names: Names) -> Iterator[Todo]:
    for promise in contract["promises"]["care"]:
        if promise["late"]:
            path = f"/arbete/lofte/{contract['id']}/{promise['id']}"
            owner = names.of(promise["owner"])
            who = owner[:1].upper() + owner[1:]
            yield Todo(
                "stop",
                _("Försenat"),
                promise["text"],
                " ".join(
                    (
                        _(
                            "%(who)s skulle ha gjort det senast %(day)s.",
                            who=who,
                            day=words.short_day(promise["due"]),
                        ),
                        _reminded(promise, names),
                    )
                ),
                _late_acts(path, promise, owner),
            )


def _late_acts(path: str, promise: Body, owner: str) -> tuple[Act, ...]:
    open_it = Act(_("Öppna löftet"), path)
    if owner == _("du"):
        return (Act(_("Jag har gjort det"), f"{path}/klart", posts=True), open_it)
    again = _("Påminn igen") if promise["reminded_at"] else _("Påminn")
    return (Act(again, f"{path}/paminn", posts=True), open_it)


def _reminded(promise: Body, names: Names) -> str:
    sees = str(_("%(name)s ser att det är försenat.", name=names.first))
    if promise["reminded_at"]:
        told = _("Påmint %(day)s.", day=words.short_day(promise["reminded_at"]))
        return f"{told} {sees}"
    return sees


def _items(items: list[Body]) -> Iterator[Todo]:
    for item in items:
        by = _("Svara senast %(day)s.", day=words.short_day(item["due"])) if item["due"] else ""
        if item["kind"] in QUESTIONS:
            path, act = f"/arbete/fragor#q-{item['id']}", _("Svara")
            yield Todo("warn", _("Fråga"), item["text"] or "", by, (Act(act, path),))
        elif item["kind"] in ENTRIES:
            path = f"/arbete/kontrakt/{item['contract']}/{ENTRIES[item['kind']]}"
            yield Todo("warn", _("Uppgift"), item["text"] or "", by, (Act(_("Öppna"), path),))
        else:
            yield Todo(
                "warn",
                _("Hör av dig"),
                item["text"] or "",
                by,
                (Act(_("Öppna"), f"/arbete/att-gora/{item['id']}"),),
            )


def _unanswered(contract: Body, names: Names) -> Iterator[Todo]:
    asked = contract["asked"]
    if contract["phase"] != "skickad" or not asked or asked["answer"]:
        return
    passed = _is_past(asked["due"])
    yield Todo(
        "stop" if passed else "warn",
        _("Svar saknas") if passed else _("Väntar"),
        _("%(name)s har inte svarat på utgåva %(number)s.", name=names.first, number=asked["utgava"]),
        _("Sista dag %(day)s. Tystnad är aldrig ett ja.", day=words.short_day(asked["due"])),
        (Act(_("Ring och fyll i svaret"), f"/arbete/kontrakt/{contract['id']}/svar"),),
    )


def _review(contract: Body) -> Iterator[Todo]:
    if contract["phase"] == "overens" and _is_past(contract["review_by"], today=True):
        yield Todo(
            "warn",
            _("Följ upp"),
            _("Planen ska följas upp."),
            _("Bestämt till %(day)s.", day=words.short_day(contract["review_by"])),
            (Act(_("Följ upp"), f"/arbete/kontrakt/{contract['id']}/folja-upp"),),
        )


def _draft(contract: Body, names: Names) -> Iterator[Todo]:
    go_on = Act(_("Skriv vidare"), f"/arbete/kontrakt/{contract['id']}/andra")
    if contract["utgava"] is None:
        missing = " ".join(each["detail"] for each in contract["missing"])
        yield Todo(
            "plain",
            _("Utkast"),
            _("Planen är inte skickad till %(name)s än.", name=names.first),
            missing,
            (go_on,),
        )
    elif any(each["draft"] for each in contract["sections"].values()) and contract["phase"] not in (
        "avslutad",
        "avbruten",
        "felregistrerad",
    ):
        known = _("%(name)s ser dem när du skickar nästa utgåva.", name=names.first)
        yield Todo("plain", _("Påbörjat"), _("Det finns ändringar som inte är skickade."), known, (go_on,))


def _invited(contract: Body, participants: list[Body]) -> Iterator[Todo]:
    for each in participants:
        if each["status"] in ("inbjuden", "inte-svarat"):
            path = f"/arbete/kontrakt/{contract['id']}/bjud-in/{each['unit']}/paminn"
            yield Todo(
                "warn",
                _("Inte svarat"),
                _("%(unit)s har inte svarat på inbjudan.", unit=each["name"]),
                _("Inbjuden %(day)s.", day=words.short_day(each["invited_at"])),
                (Act(_("Påminn"), path, posts=True),),
            )


def _proposed(contract: Body, names: Names) -> Iterator[Todo]:
    for each in contract["proposals"]:
        yield Todo(
            "go",
            _("Förslag"),
            each["text"],
            _(
                "Från %(who)s. Tas med i nästa utgåva om du lägger till det.",
                who=names.with_unit(each["owner"]),
            ),
            (Act(_("Ta med i planen"), f"/arbete/kontrakt/{contract['id']}/andra"),),
        )


def _is_past(day: str | None, today: bool = False) -> bool:
    found = words.as_day(day)
    return found is not None and (found < _today() or (today and found == _today()))


def _today() -> date:
    return clock.today(clock.now())
