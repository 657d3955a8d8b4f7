"""How a table of sentences is written: what a field's change says, given the item it is about. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from patientkontrakt.care.contract.wording.saying import Speech, Words, quoted

Sentence = Callable[[Any, Any, Speech], Words]
Subject = Callable[[Any, Speech], Words]
Value = Callable[[Any, Speech], Words]
NOTHING: Final = (None, "", (), False)


def _never(name: str, was: Any, now: Any, changed: set[str]) -> bool:
    return False


def _here(item: Any, speech: Speech, place: str) -> Words:
    raise NotImplementedError


@dataclass(frozen=True)
class Kind:
    """One kind of item: the part of the plan it belongs to, and what is said of it and of each of its fields.

    `tells` says whether a field's change is told by another's already; `elsewhere` which fields belong to another part.
    """

    part: str
    sentences: Mapping[str, Sentence]
    added: Callable[[Any, Speech, str], Words] = _here
    removed: Callable[[Any, Speech, str], Words] = _here
    moved: Callable[[Any, Speech, str], Words] = _here
    tells: Callable[[str, Any, Any, set[str]], bool] = _never
    elsewhere: Mapping[str, str] = field(default_factory=dict)


def tell(
    name: str,
    subject: Subject,
    sv: str,
    en: str,
    gone: tuple[str, str] | None = None,
    value: Value = lambda value, speech: quoted(value),
) -> Sentence:
    """A field with a value in words. `{it}` is the item, `{new}` and `{old}` the values; `gone` when none is left."""

    def sentence(was: Any, now: Any, speech: Speech) -> Words:
        old, new = getattr(was, name), getattr(now, name)
        if new in NOTHING and gone:
            return filled(Words(*gone), it=subject(was, speech))
        told = {"new": value(new, speech)} | ({} if old in NOTHING else {"old": value(old, speech)})
        return filled(Words(sv, en), it=subject(was, speech), **told)

    return sentence


def choose(
    name: str, subject: Subject, choices: Mapping[Any, tuple[str, str]], other: tuple[str, str]
) -> Sentence:
    """A field with a sentence for each of its values, and one for what we do not know."""

    def sentence(was: Any, now: Any, speech: Speech) -> Words:
        said = choices.get(getattr(now, name), other)
        return filled(Words(*said), it=subject(was, speech))

    return sentence


def filled(template: Words, **words: Words) -> Words:
    """The template in both languages, as a sentence."""
    return Words(
        _sentence(template.sv.format(**{name: each.sv for name, each in words.items()})),
        _sentence(template.en.format(**{name: each.en for name, each in words.items()})),
    )


def _sentence(text: str) -> str:
    """With a capital; words that end by themselves are not ended twice."""
    for mark in ("?", "!"):
        text = text.replace(f"{mark}”.", f"{mark}”")
    return text[:1].upper() + text[1:]


def day(value: Any, speech: Speech) -> Words:
    """A day, as the value of a sentence."""
    return speech.day(value)


def person(value: Any, speech: Speech) -> Words:
    """Somebody, as the value of a sentence."""
    return speech.who(value)


def people(value: Any, speech: Speech) -> Words:
    """Several, as the value of a sentence."""
    return speech.people(value)


def bare(text: str) -> Words:
    """Somebody's own words inside a sentence, without marks around them."""
    told = text.strip().rstrip(".")
    return Words(told, told)
