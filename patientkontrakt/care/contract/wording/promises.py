"""What is said when a promise has changed. Pure."""

from typing import Any, Final

from patientkontrakt.care.contract.wording.saying import Speech, Words, quoted
from patientkontrakt.care.contract.wording.telling import Kind, bare, choose, day, filled, person, tell
from patientkontrakt.care.parties import Side
from patientkontrakt.care.promises.model import Promise
from patientkontrakt.care.promises.model import PromiseStatus as S


def _promise(promise: Promise, speech: Speech) -> Words:
    told = quoted(promise.text)
    return Words(f"löftet {told.sv}", f"the promise {told.en}")


def _rhythm(value: Any, speech: Speech) -> Words:
    return speech.rhythm(value)


def _new_promise(promise: Promise, speech: Speech, place: str) -> Words:
    mine = promise.side == Side.PATIENT
    side = Words("från dig" if mine else "från vården", "from you" if mine else "from care")
    what = (
        Words("Nytt löfte", "New promise") if place == "promises" else Words("Nytt förslag", "New proposal")
    )
    sv, en = bare(promise.text)
    if promise.when:
        often = speech.rhythm(promise.when)
        sv, en = _adding(sv, often.sv, promise.text), _adding(en, often.en, promise.text)
    if promise.due:
        by = speech.day(promise.due)
        sv, en = f"{sv} senast {by.sv}", f"{en} by {by.en}"
    return Words(f"{what.sv} {side.sv}: {sv}.", f"{what.en} {side.en}: {en}.")


def _adding(told: str, rhythm: str, text: str) -> str:
    """The rhythm after the words, but for what the words say already."""
    said = text.lower()
    return ", ".join([told, *(each for each in rhythm.split(", ") if each.lower() not in said)])


def _says_it_already(name: str, was: Any, now: Any, changed: set[str]) -> bool:
    """New words make a promise a proposal again (K-1): the words are the news."""
    reset = now.status in (S.FORESLAGEN, S.MOTFORSLAG)
    return name == "status" and reset and bool(changed & {"text", "owner", "when", "due"})


PROMISE: Final = Kind(
    "ansvar",
    {
        "text": tell("text", _promise, "{it} har nya ord: {new}.", "{it} has new words: {new}."),
        "owner": tell(
            "owner", _promise, "Det är nu {new} som lovar: {it}.", "It is now {new} who promises: {it}.", value=person
        ),
        "requester": tell(
            "requester", _promise, "{it} föreslogs av {new}.", "{it} was proposed by {new}.", value=person
        ),
        "when": tell(
            "when", _promise, "{it} gäller nu {new}.", "{it} now is {new}.",
            ("Det står inte längre hur ofta {it} gäller.", "It no longer says how often {it} holds."), _rhythm,
        ),
        "due": tell(
            "due", _promise, "{it} ska vara klart senast {new}.", "{it} is to be done by {new}.",
            ("{it} har inte längre någon sista dag.", "{it} no longer has a last day."), day,
        ),
        "status": choose(
            "status", _promise,
            {
                S.UTKAST: ("{it} skrivs fortfarande.", "{it} is still being written."),
                S.FORESLAGEN: ("{it} är ett förslag.", "{it} is a proposal."),
                S.MOTFORSLAG: ("{it} har fått ett nytt förslag.", "{it} has a new proposal."),
                S.OVERENSKOMMEN: ("Du och vården är överens om {it}.", "You and care agree on {it}."),
                S.PAGAR: ("{it} är på gång.", "{it} is under way."),
                S.UPPFYLLD: ("{it} är klart.", "{it} is done."),
                S.BRUTEN: ("{it} blev inte av.", "{it} was not kept."),
                S.OMFORHANDLAS: ("Ni ska prata om {it} igen.", "You are to talk about {it} again."),
                S.AVBOJD: ("{it} fick ett nej.", "{it} got a no."),
                S.INSTALLD: ("{it} gäller inte längre.", "{it} no longer holds."),
                S.FELREGISTRERAD: ("{it} var ett misstag.", "{it} was a mistake."),
            },
            ("Något har hänt med {it}.", "Something has happened with {it}."),
        ),
        "watched_by": tell(
            "watched_by", _promise, "{new} håller koll på {it}.", "{new} keeps watch over {it}.",
            ("Ingen håller särskilt koll på {it} längre.", "Nobody in particular keeps watch over {it} any more."),
            person,
        ),
        "notes": lambda was, now, speech: Words("", ""),  # one by one: see `note`
    },
    added=_new_promise,
    removed=lambda promise, speech, place: filled(
        Words("{it} är borttaget.", "{it} has been removed."), it=_promise(promise, speech)
    ),
    moved=lambda promise, speech, place: filled(
        Words("{it} är nu med i planen.", "{it} is now in the plan.")
        if place == "promises"
        else Words("{it} är inte längre med i planen.", "{it} is no longer in the plan."),
        it=_promise(promise, speech),
    ),
    tells=_says_it_already,
)  # fmt: skip


def note(promise: Promise, old: Any, new: Any, speech: Speech) -> Words:
    """Words about a promise: written, changed, taken away; or a reminder."""
    it, told = _promise(promise, speech), new or old
    by = speech.who(told["author"])
    if new and new.get("reminder") and not old:
        return filled(Words("{by} påminde om {it}.", "{by} reminded of {it}."), by=by, it=it)
    template = (
        Words("En anteckning om {it} är borttagen.", "A note about {it} has been removed.")
        if not new
        else Words("{by} skrev om {it}: {text}.", "{by} wrote about {it}: {text}.")
        if not old
        else Words("{by} ändrade en anteckning om {it}: {text}.", "{by} changed a note about {it}: {text}.")
    )
    return filled(template, by=by, it=it, text=quoted(told["text"]))
