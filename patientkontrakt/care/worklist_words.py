"""What waits, in words: one line a coordinator understands at a glance. The person's name stands beside it."""

from collections.abc import Callable
from datetime import date
from typing import Final

from patientkontrakt.accesslog.words import Words
from patientkontrakt.care.worklist import Waiting

_MONTHS: Final = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
                  "oktober", "november", "december")  # fmt: skip
_IN_ENGLISH: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
                      "October", "November", "December")  # fmt: skip


def in_words(waiting: Waiting, today: date) -> Words:
    """One line in Swedish and one in English; a kind without words of its own is told as something to get back on."""
    return _LINES.get(waiting.kind, _get_back)(waiting, today)


def day_in_words(day: date, today: date) -> Words:
    """ "28 november", and the year when it is another."""
    year = "" if day.year == today.year else f" {day.year}"
    return Words(f"{day.day} {_MONTHS[day.month - 1]}{year}", f"{day.day} {_IN_ENGLISH[day.month - 1]}{year}")


def _by(waiting: Waiting, today: date, sv: str, en: str) -> Words:
    """The words, with the last day when there is one: "… senast 28 november."."""
    if waiting.due is None:
        return Words(f"{sv}.", f"{en}.")
    last = day_in_words(waiting.due, today)
    return Words(f"{sv} senast {last.sv}.", f"{en} by {last.en}.")


def _draft(waiting: Waiting, today: date) -> Words:
    if waiting.since is None:
        return Words("Utkast: planen är inte skickad än.", "Draft: the plan has not been sent yet.")
    begun = day_in_words(waiting.since, today)
    return Words(
        f"Utkast sedan {begun.sv}: planen är inte skickad än.",
        f"Draft since {begun.en}: the plan has not been sent yet.",
    )


def _unanswered(waiting: Waiting, today: date) -> Words:
    sv, en = f"Utgåva {waiting.utgava} väntar på svar", f"Edition {waiting.utgava} waits for an answer"
    return _by(waiting, today, sv, en)


def _call(waiting: Waiting, today: date) -> Words:
    sv = f"Ring och fyll i svaret: utgåva {waiting.utgava} skulle ha fått svar"
    return _by(waiting, today, sv, f"Call and record the answer: edition {waiting.utgava} was to be answered")


def _follow_up(waiting: Waiting, today: date) -> Words:
    return _by(waiting, today, "Planen skulle ha följts upp", "The plan was to be followed up")


def _no_contact(waiting: Waiting, today: date) -> Words:
    return Words("Ingen fast kontakt just nu.", "No fixed contact at present.")


def _late(waiting: Waiting, today: date) -> Words:
    told = Words(f"Försenat löfte: {_quoted(waiting)}", f"Late promise: {_quoted(waiting)}")
    if waiting.due is None:
        return told
    last = day_in_words(waiting.due, today)
    return Words(f"{told.sv} Skulle ha varit klart {last.sv}.", f"{told.en} Was due {last.en}.")


def _proposal(waiting: Waiting, today: date) -> Words:
    return Words(f"Nytt förslag: {_quoted(waiting)}", f"New proposal: {_quoted(waiting)}")


def _get_back(waiting: Waiting, today: date) -> Words:
    sv, en = _WHY.get(waiting.kind, ("Väntar på återkoppling", "Waits to hear from you"))
    return _by(waiting, today, f"{sv}. Hör av dig", f"{en}. Get in touch")


def _quoted(waiting: Waiting) -> str:
    """The promise's own words, as a sentence."""
    text = (waiting.text or "").strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


_WHY: Final = {
    "andra": ("Vill ändra något i planen", "Wants to change something in the plan"),
    "prata": ("Vill prata innan svaret", "Wants to talk before answering"),
    "aterkallad": ("Har ändrat sig och är inte med på planen", "Has a change of mind and no longer agrees"),
    "fraga": ("Har ställt en fråga", "Has asked a question"),
    "logg": ("Undrar över något i loggen", "Wonders about something in the log"),
    "inbjudan-avbojd": ("En enhet har tackat nej till att vara med", "A unit has declined to take part"),
    "invandning": ("Säger att en uppgift inte stämmer", "Says that an entry is wrong"),
    "undanhallen": ("En uppgift är undanhållen. Pröva det igen", "An entry is withheld. Look at it again"),
    "hjalp": ("Vill ha hjälp med sitt eget ansvar", "Wants help with the own part"),
}
_LINES: Final[dict[str, Callable[[Waiting, date], Words]]] = {
    "utkast": _draft,
    "obesvarad": _unanswered,
    "ring-och-fyll-i": _call,
    "folj-upp": _follow_up,
    "kontakt-saknas": _no_contact,
    "forsenat": _late,
    "forslag": _proposal,
}
