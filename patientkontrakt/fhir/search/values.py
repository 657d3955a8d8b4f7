"""The values of search. Index and question share these classes, so the two cannot disagree.

Each `parse` reads one piece of a search parameter: after `split(text, ",")`, before `unescape`. Stored values
are made by converters.py. What matches what is said once, in matching.py.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.search import dates
from patientkontrakt.fhir.search.escapes import split, unescape
from patientkontrakt.fhir.search.unreadable import Unreadable
from patientkontrakt.identifiers import hsa_id

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}", re.ASCII)
_TYPE = re.compile(r"[A-Z][A-Za-z]{1,63}", re.ASCII)
_VERSION = re.compile(r"[A-Za-z0-9\-.]{1,64}", re.ASCII)
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+")


@dataclass(frozen=True)
class Token:
    """A code, identifier or flag.

    Stored: `system` is "" when there is none, `code` is set. Asked: `code` alone leaves system None (any),
    `|code` has system "" (no system), `system|` leaves code None (any code of the system). The code of an HSA-id's
    system is its key, whoever says it: it is compared without case.
    """

    system: str | None
    code: str | None

    def __post_init__(self) -> None:
        if self.system in systems.HSA_IDS and self.code:
            object.__setattr__(self, "code", hsa_id.compared(self.code))

    @property
    def codes(self) -> tuple[str, ...]:
        """The stored codes that answer: asked in any system, an HSA-id's key as well. None of any code."""
        if self.code is None:
            return ()
        key = hsa_id.compared(self.code) if self.system is None else self.code
        return (self.code,) if key == self.code else (self.code, key)

    @classmethod
    def parse(cls, text: str) -> "Token":
        """`code`, `system|code`, `|code` or `system|` (FHIR R4 3.1.1.4.10). Raises Unreadable."""
        parts = [unescape(part) for part in split(text, "|")]
        if len(parts) == 1 and parts[0]:
            return cls(None, parts[0])
        if len(parts) == 2 and any(parts):
            return cls(parts[0], parts[1] or None)
        raise Unreadable("ska skrivas kod eller system|kod", "must be written code or system|code")


@dataclass(frozen=True)
class Ref:
    """A reference: to a resource here (`type`, `id`, no `url`) or elsewhere (`url`, absolute, unversioned).

    Asked with an id alone, `type` is None: any type. A canonical is a `url`; what follows `|` is `version`.
    """

    type: str | None
    id: str | None
    url: str | None
    version: str | None = None

    @classmethod
    def parse(cls, text: str, base: str = "") -> "Ref":
        """An asked reference: the forms of `of`, with escapes, and an id alone. Raises Unreadable."""
        return cls.of(unescape(text), base)

    @classmethod
    def of(cls, plain: str, base: str = "") -> "Ref":
        """`Type/id`, `Type/id/_history/v`, an address, a urn or `canonical|version`. Raises Unreadable.

        An address under `base` (our own, without a slash at the end) is a reference to a resource here.
        """
        if base and plain.startswith(base + "/"):
            plain = plain.removeprefix(base + "/")
        if _URL.fullmatch(plain):
            return cls._elsewhere(plain)
        return cls._here(plain)

    @classmethod
    def _here(cls, text: str) -> "Ref":
        match text.split("/"):
            case [id] if _ID.fullmatch(id):
                return cls(None, id, None)
            case [type, id] if _TYPE.fullmatch(type) and _ID.fullmatch(id):
                return cls(type, id, None)
            case [type, id, "_history", version] if (
                _TYPE.fullmatch(type) and _ID.fullmatch(id) and _VERSION.fullmatch(version)
            ):
                return cls(type, id, None, version)
        raise Unreadable(
            "är inte en referens. Skriv id, Typ/id eller en hel adress",
            "is not a reference. Write id, Type/id or an absolute address",
        )

    @classmethod
    def _elsewhere(cls, url: str) -> "Ref":
        address, _, canonical_version = url.partition("|")
        address, _, history = address.partition("/_history/")
        *_, type, id = ["", "", *address.split("/")]
        if _TYPE.fullmatch(type) and _ID.fullmatch(id):
            return cls(type, id, address, history or canonical_version or None)
        return cls(None, None, address, history or canonical_version or None)


@dataclass(frozen=True)
class DateRange:
    """A span of time [lo, hi) in epoch milliseconds. An open end is dates.MIN or dates.MAX."""

    lo: int
    hi: int

    @classmethod
    def parse(cls, text: str) -> "DateRange":
        """A date, dateTime or instant of any precision, without a prefix. Raises Unreadable."""
        return cls(*dates.span(text))


@dataclass(frozen=True)
class Text:
    """A string: `norm` to find by (no case, no accents, single spaces), `exact` as it was written."""

    norm: str
    exact: str

    @classmethod
    def of(cls, exact: str) -> "Text":
        """The value of a stored string, or of an asked one whose escapes are gone."""
        return cls(normal(exact), exact)

    @classmethod
    def parse(cls, text: str) -> "Text":
        """A piece of a search value. Raises Unreadable when nothing is left to search for."""
        value = cls.of(unescape(text))
        if not value.norm:
            raise Unreadable("är tomt", "is empty")
        return value


@dataclass(frozen=True)
class Uri:
    """A URI, compared character by character; stored canonicals have lost their `|version`."""

    value: str

    @classmethod
    def parse(cls, text: str) -> "Uri":
        """A piece of a search value. Raises Unreadable when it is empty."""
        if not text:
            raise Unreadable("är tomt", "is empty")
        return cls(unescape(text))


@dataclass(frozen=True)
class Quantity:
    """A number with its unit. Stored: lo = hi unless it is a Range. Asked: the ends that the prefix gives it.

    Both ends are exact Decimals; LIMIT, beyond every number taken, is an open end. `system` None: any.
    """

    lo: Decimal
    hi: Decimal
    system: str | None
    code: str | None

    @classmethod
    def parse(cls, text: str, prefix: str = "eq") -> "Quantity":
        """`number`, `number|system|code` or `number||code`, without its prefix. Raises Unreadable.

        eq and ne mean all that rounds to the digits given (5.4 is [5.35, 5.45)), ap ten per cent either way;
        with the other prefixes the number is exact (FHIR R4 3.1.1.4.8).
        """
        parts = [unescape(part) for part in split(text, "|")]
        if len(parts) not in (1, 3):
            raise Unreadable(
                "ska skrivas tal eller tal|system|enhet", "must be written number or number|system|unit"
            )
        value = number(parts[0])
        margin = _MARGINS.get(prefix, _none)(value)
        system, code = (parts[1] or None, parts[2] or None) if len(parts) == 3 else (None, None)
        return cls(_EXACT.subtract(value, margin), _EXACT.add(value, margin), system, code)


@dataclass(frozen=True)
class Pair:
    """A code and a value that belong together: one pair of a composite parameter."""

    code: Token
    value: "Single"


LIMIT = Decimal(10) ** 28
_EXACT = Context(prec=120)
_FINEST = -40  # the smallest exponent taken: far below any measure, and arithmetic stays exact and cheap
_NUMBER = re.compile(r"[+-]?\d{1,40}(\.\d{1,40})?([eE][+-]?\d{1,3})?", re.ASCII)


def number(text: str) -> Decimal:
    """The exact number that `text` writes, within LIMIT. Raises Unreadable."""
    if _NUMBER.fullmatch(text):
        value = _decimal(text)
        if abs(value) < LIMIT and int(value.as_tuple().exponent) >= _FINEST:
            return value
    raise Unreadable("är inte ett tal som kan läsas", "is not a readable number")


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as fault:
        raise Unreadable("är inte ett tal", "is not a number") from fault


def _half_a_digit(value: Decimal) -> Decimal:
    return Decimal(5).scaleb(int(value.as_tuple().exponent) - 1, _EXACT)


def _a_tenth(value: Decimal) -> Decimal:
    return _EXACT.divide(abs(value), Decimal(10))


def _none(value: Decimal) -> Decimal:
    return Decimal(0)


_MARGINS = {"eq": _half_a_digit, "ne": _half_a_digit, "ap": _a_tenth}

Single = Token | Ref | DateRange | Text | Uri | Quantity
Value = Single | Pair

# The kinds of search parameter and the class of their values. "special" is answered by a column of ours.
CLASSES: Mapping[str, type[Value]] = {
    "token": Token,
    "reference": Ref,
    "date": DateRange,
    "string": Text,
    "uri": Uri,
    "quantity": Quantity,
    "composite": Pair,
    "special": Ref,
}


def normal(text: str) -> str:
    """`text` without case, accents and extra spaces: FHIR R4 3.1.1.4.9 wants Öberg found by "oberg" too."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(char for char in folded if not unicodedata.combining(char)).split())
