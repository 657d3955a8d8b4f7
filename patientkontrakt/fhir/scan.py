"""JSON text before it is parsed: depth, escapes and over-long numbers, in linear time, without recursion."""

import re
from typing import NamedTuple


class Place(NamedTuple):
    """A place in a text, both counted from 1."""

    line: int
    column: int


# A string, closed or running to the end of the text: matching both keeps the scan linear.
_STRING = r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'
_STRING_OR_BRACKET = re.compile(rf"{_STRING}|([\[{{])|([\]}}])", re.DOTALL)
_STRING_OR_NUMBER = re.compile(rf"{_STRING}|(-?[0-9][0-9.eE+-]*)", re.DOTALL)
_ESCAPE = re.compile(
    r"""\\(?:
        u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}             # a whole pair
      | (?P<bad> [bf]                                                        # backspace, form feed
               | u00(?:0[0-8bcefBCEF]|1[0-9a-fA-F])                          # C0, except tab, newline, return
               | u[dD][89a-fA-F][0-9a-fA-F]{2} )                             # half a pair
      | . )""",
    re.DOTALL | re.VERBOSE,
)


def place(text: str, position: int) -> Place:
    """Line and column of a position."""
    return Place(text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position))


def deeper_than(text: str, depth: int) -> Place | None:
    """Where objects and arrays first nest deeper than `depth`, if they do."""
    if text.count("{") + text.count("[") <= depth:
        return None
    level = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        if match.lastindex == 1:
            level += 1
            if level > depth:
                return place(text, match.start())
        elif match.lastindex == 2:
            level -= 1
    return None


def first_bad_escape(text: str) -> Place | None:
    """Where a control character or half a surrogate pair is written as an escape, if one is."""
    for match in _ESCAPE.finditer(text):
        if match["bad"]:
            return place(text, match.start())
    return None


def first_long_number(text: str, length: int, exponent: int) -> Place | None:
    """Where a number is longer than `length` characters, or has an exponent that no measurement has."""
    for match in _STRING_OR_NUMBER.finditer(text):
        number = match[1]
        if number and (len(number) > length or _exponent(number) > exponent // 2):
            return place(text, match.start())
    return None


def _exponent(number: str) -> int:
    _, _, digits = number.lower().partition("e")
    return abs(int(digits)) if re.fullmatch(r"[+-]?[0-9]{1,40}", digits) else 0
