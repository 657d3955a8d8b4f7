"""Whether one stored element answers one asked value, read from the words of FHIR R4 3.1.1.4 and nothing of the service."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.search.world import Body

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST, LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
_CONTACT_SYSTEMS = ("phone", "fax", "email", "pager", "url", "sms", "other")
_NO_WORDS = ("id", "use", "type", "period", "extension")  # of a name or an address
_PREFIXES = ("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap")


def prefixed(text: str) -> tuple[str, str]:
    """The prefix of a value, eq when it has none, and the rest."""
    return (text[:2], text[2:]) if text[:2] in _PREFIXES else ("eq", text)


def codes(elements: list[Any]) -> list[tuple[str, str]]:
    """System and code of everything that is a token."""
    found: list[tuple[str, str]] = []
    for each in elements:
        if isinstance(each, bool):
            found.append(("", str(each).lower()))
        elif isinstance(each, str):
            found.append(("", each))
        elif "code" in each:
            found.append((each.get("system", ""), each["code"]))
        elif "value" in each:
            is_contact = each.get("system") in _CONTACT_SYSTEMS  # whose system in a search is its use
            found.append((each.get("use" if is_contact else "system", ""), each["value"]))
        else:
            codings = each.get("coding", [each])
            found += [(one.get("system", ""), one["code"]) for one in codings if "code" in one]
    return found


def token(text: str, systems: list[str], code: str) -> bool:
    """`code`, `system|code`, `|code`, `system|`."""
    system, bar, wanted = text.rpartition("|")
    return (not bar or system in systems) and wanted in ("", code)


def texts(element: Any) -> list[str]:
    """The words beside a code."""
    concept = element.get("type", {}) if "value" in element else element
    return [
        each
        for each in (concept.get("text"), *(one.get("display") for one in concept.get("coding", [])))
        if each
    ]


def is_typed(identifier: Body, system: str, code: str, value: str) -> bool:
    """Whether an identifier has a type and a value."""
    types = [(one.get("system", ""), one["code"]) for one in identifier.get("type", {}).get("coding", [])]
    return (system, code) in types and identifier["value"] == value


def identifiers_of(elements: list[Any]) -> list[Body]:
    return [each["identifier"] for each in elements if "identifier" in each]


def refers(written: str, asked: str) -> bool:
    """An id, Type/id, or Type/id/_history/version against what is written."""
    type, _, rest = written.partition("/")
    id = rest.partition("/_history/")[0]
    if "/_history/" in asked:
        return written == asked
    return bool(id) and asked in (id, f"{type}/{id}")


def normal(text: str) -> str:
    """Without case and marks."""
    return "".join(
        char for char in unicodedata.normalize("NFKD", text.lower()) if unicodedata.category(char) != "Mn"
    )


def parts(element: Any) -> list[str]:
    """A string, or all the words there are in a name or an address."""
    if isinstance(element, str):
        return [element]
    said = [value for name, value in element.items() if name not in _NO_WORDS and name[0] != "_"]
    return [word for value in said for word in (value if isinstance(value, list) else [value])]


def worded(text: str, modifier: str, stored: str) -> bool:
    if modifier == "exact":
        return stored == text
    if modifier == "contains":
        return normal(text) in normal(stored)
    return normal(stored).startswith(normal(text))


def addressed(text: str, modifier: str, stored: str) -> bool:
    if modifier == "below":
        return stored == text or stored.startswith(text + "/")
    if modifier == "above":
        return stored == text or text.startswith(stored + "/")
    return stored == text


def span(text: str) -> tuple[datetime, datetime]:
    """From and to of a written date, as far as it is exact; without a zone it is Stockholm's."""
    if "T" not in text:
        year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
        after = {4: (year + 1, 1, 1), 7: (year + month // 12, month % 12 + 1, 1)}.get(len(text))
        low = datetime(year, month, day, tzinfo=STOCKHOLM)
        high = datetime(*after, tzinfo=STOCKHOLM) if after else low + timedelta(days=1)  # by the wall clock
        return low.astimezone(UTC), high.astimezone(UTC)
    moment = datetime.fromisoformat(text)
    low = (moment if moment.tzinfo else moment.replace(tzinfo=STOCKHOLM)).astimezone(UTC)
    seconds = re.search(r"T\d\d:\d\d(:\d\d)?(\.\d+)?", text)
    assert seconds is not None
    width = {(True, True): 1, (True, False): 1_000, (False, False): 60_000}[
        bool(seconds[1]), bool(seconds[2])
    ]
    return low, low + timedelta(milliseconds=width)


def period(element: Any) -> tuple[datetime, datetime]:
    """The span of a date, a Period or a Timing's bounds."""
    if isinstance(element, str):
        return span(element)
    low = span(element["start"])[0] if "start" in element else FIRST
    return low, span(element["end"])[1] if "end" in element else LAST


def dated(prefix: str, text: str, stored: tuple[datetime, datetime], now: datetime) -> bool:
    """The prefixes of FHIR R4 3.1.1.4.6."""
    (low, high), (lowest, highest) = span(text), stored
    within = low <= lowest and highest <= high
    if prefix == "ap":
        tenth = max(low - now, now - high, timedelta(0)) // timedelta(milliseconds=1) // 10
        low, high = low - timedelta(milliseconds=tenth), high + timedelta(milliseconds=tenth)
    return {
        "eq": within,
        "ne": not within,
        "gt": highest > high,
        "lt": lowest < low,
        "ge": highest > high or within,
        "le": lowest < low or within,
        "sa": lowest >= high,
        "eb": highest <= low,
        "ap": lowest < high and low < highest,
    }[prefix]


def measured(prefix: str, text: str, stored: Body) -> bool:
    """A number with its unit against a Quantity; eq and ne mean all that rounds to the digits that are given."""
    number, system, code = ([*text.split("|"), "", ""])[:3]
    if "value" not in stored:
        return False  # SampledData has many
    asked, value = Decimal(number), stored["value"]
    half = Decimal(5).scaleb(int(asked.as_tuple().exponent) - 1)
    unit = not code or code in _units(stored, bool(system))
    if not unit or (system and stored.get("system") != system):
        return False
    within = asked - half <= value < asked + half
    return {
        "eq": within,
        "ne": not within,
        "gt": value > asked,
        "lt": value < asked,
        "ge": value >= asked,
        "le": value <= asked,
        "sa": value > asked,
        "eb": value < asked,
        "ap": abs(value - asked) <= abs(asked) / 10,
    }[prefix]


def _units(stored: Body, in_system: bool) -> list[str | None]:
    """What the unit may be called: in its system by its code, which the human one stands in for when there is none."""
    code, human = stored.get("code"), stored.get("unit")
    return [code or human] if in_system else [code, human]
