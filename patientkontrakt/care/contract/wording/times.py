"""What is said when a time has changed. Pure."""

from typing import Any, Final

from patientkontrakt.care.contract.wording.saying import Speech, Words, listed, quoted
from patientkontrakt.care.contract.wording.telling import Kind, bare, choose, day, filled, people, tell
from patientkontrakt.care.times.model import NextTime


def _time(time: NextTime, speech: Speech) -> Words:
    told = quoted(time.what)
    return Words(f"tiden {told.sv}", f"the time {told.en}")


def _hour(value: Any, speech: Speech) -> Words:
    return speech.moment(value)


def _may(value: Any, speech: Speech) -> Words:
    return listed([_ACTS.get(each, Words(each, each)) for each in value])


_ACTS = {
    "avboka": Words("avboka", "cancel"),
    "omboka": Words("boka om", "rebook"),
    "meddela": Words("lämna ett meddelande", "leave a message"),
}


def _form(value: Any, speech: Speech) -> Words:
    return _FORMS.get(value, Words(str(value), str(value)))


_FORMS = {
    "besok": Words("ett besök", "a visit"),
    "telefon": Words("ett telefonsamtal", "a telephone call"),
    "video": Words("ett videosamtal", "a video call"),
    "hembesok": Words("ett besök hemma hos dig", "a visit at your home"),
}


def _new_time(time: NextTime, speech: Speech, place: str) -> Words:
    if time.start:
        at = speech.moment(time.start)
        return filled(Words("Ny tid: {it} {at}.", "New time: {it} {at}."), it=bare(time.what), at=at)
    if time.latest:
        by = speech.day(time.latest)
        template = Words("En tid är på väg: {it} senast {by}.", "A time is on its way: {it} by {by}.")
        return filled(template, it=bare(time.what), by=by)
    return filled(Words("En tid är på väg: {it}.", "A time is on its way: {it}."), it=bare(time.what))


def _moved_already(name: str, was: Any, now: Any, changed: set[str]) -> bool:
    """A new hour has a new end, and a yes to the old one no longer counts; a yes has its moment."""
    if name == "end":
        return "start" in changed
    if name == "status":
        return "start" in changed and now.status in ("booked", "proposed")
    if name == "answer":
        return "start" in changed and now.answer == "needs-action"
    return name == "agreed" and ("answer" in changed or "start" in changed)


TIME: Final = Kind(
    "tider",
    {
        "what": tell("what", _time, "{it} heter nu {new}.", "{it} is now called {new}."),
        "status": choose(
            "status", _time,
            {
                "proposed": ("{it} är inte bokad än.", "{it} is not booked yet."),
                "pending": ("{it} väntar på svar.", "{it} waits for an answer."),
                "booked": ("{it} är bokad.", "{it} is booked."),
                "arrived": ("Du har kommit till {it}.", "You have come to {it}."),
                "checked-in": ("Du är anmäld till {it}.", "You are checked in for {it}."),
                "waitlist": ("Du står i kö för {it}.", "You are waiting in line for {it}."),
                "fulfilled": ("{it} har varit.", "{it} has been."),
                "cancelled": ("{it} är avbokad.", "{it} is cancelled."),
                "noshow": ("Det blev inget av {it}.", "Nothing came of {it}."),
                "entered-in-error": ("{it} var ett misstag.", "{it} was a mistake."),
            },
            ("Något har hänt med {it}.", "Something has happened with {it}."),
        ),
        "start": tell(
            "start", _time, "{it} är nu {new}.", "{it} is now {new}.",
            ("{it} har inte längre någon bestämd dag.", "{it} no longer has a day."), _hour,
        ),
        "end": tell(
            "end", _time, "{it} slutar nu {new}.", "{it} now ends {new}.",
            ("Det står inte längre när {it} slutar.", "It no longer says when {it} ends."), _hour,
        ),
        "latest": tell(
            "latest", _time, "{it} blir senast {new}.", "{it} will be by {new}.",
            ("{it} har inte längre någon sista dag.", "{it} no longer has a last day."), day,
        ),
        "who": tell(
            "who", _time, "{it} är nu hos {new}.", "{it} is now with {new}.",
            ("Det står inte längre vem {it} är hos.", "It no longer says whom {it} is with."), people,
        ),
        "form": tell(
            "form", _time, "{it} är nu {new}.", "{it} is now {new}.",
            ("Det står inte längre om {it} är ett besök eller ett samtal.",
             "It no longer says whether {it} is a visit or a call."), _form,
        ),
        "bring": tell(
            "bring", _time, "Ta med till {it}: {new}.", "Bring to {it}: {new}.",
            ("Du behöver inte ta med något till {it}.", "You need not bring anything to {it}."),
        ),
        "allows": tell(
            "allows", _time, "Du kan själv {new} för {it}.", "You can yourself {new} for {it}.",
            ("Ring om du behöver ändra {it}.", "Call if you need to change {it}."), _may,
        ),
        "answer": choose(
            "answer", _time,
            {
                "accepted": ("Du har sagt ja till {it}.", "You have said yes to {it}."),
                "declined": ("Du har sagt nej till {it}.", "You have said no to {it}."),
                "tentative": ("Du har sagt kanske till {it}.", "You have said maybe to {it}."),
                "needs-action": ("{it} väntar på ditt svar.", "{it} waits for your answer."),
            },
            ("Du har svarat på {it}.", "You have answered {it}."),
        ),
        "agreed": tell(
            "agreed", _time, "Du sa ja till {it} {new}.", "You said yes to {it} {new}.",
            ("{it} är inte längre en tid du sagt ja till.", "{it} is no longer a time you said yes to."), _hour,
        ),
    },
    added=_new_time,
    removed=lambda time, speech, place: filled(
        Words("{it} är borttagen.", "{it} has been removed."), it=_time(time, speech)
    ),
    tells=_moved_already,
)  # fmt: skip
