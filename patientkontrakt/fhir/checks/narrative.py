"""XHTML of narratives: formatting is let through, anything active is refused, nothing is cleaned (FHIR txt-1, txt-2).

What the reader's browser would run, fetch or post is not on the list, so it needs no name here.
"""

import re
from html.entities import name2codepoint
from xml.parsers import expat  # no DTD reaches it: declarations are refused first

_XHTML = "http://www.w3.org/1999/xhtml"
_ELEMENTS = frozenset(
    """
    a abbr acronym address b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr
    i img kbd li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt u ul var
    """.split()  # noqa: SIM905
)
_ATTRIBUTES = frozenset(
    """
    abbr align alt border cellpadding cellspacing cite class colspan dir headers height href id lang name rowspan scope
    span src start style summary title valign value width xml:lang xmlns
    """.split()  # noqa: SIM905
)
_DECLARATION = re.compile(r"<(?:\?|!(?!--))")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
# A link leads into the text, to a page of this service without leaving it, or openly out; no other scheme.
_LINK = re.compile(
    r"#[^\s]*|https?://[^\s]+|mailto:[^\s]+|tel:[0-9+()\-. ]+|[A-Za-z0-9][A-Za-z0-9\-._~/%#?=&+,;]*"
)
_IMAGE = re.compile(r"#[A-Za-z0-9\-.]+|data: ?image/(?:png|gif|jpeg);base64,[A-Za-z0-9+/=\s]+")
_STYLE = re.compile(r"[A-Za-z0-9#:;.,%\-'\"!() \t\r\n]*")
_STYLE_ACTIVE = re.compile(r"url|expression|import|behavior|binding|position|filter", re.IGNORECASE)

Told = tuple[str, str, str]
_NOT_XHTML: Told = ("structure", "Texten är inte välformad XHTML.", "The text is not well-formed XHTML.")
_ACTIVE: Told = (
    "security",
    "Texten innehåller annat än formatering: skript, formulär, länkade bilder och liknande tas inte emot.",
    "The text holds more than formatting: scripts, forms, linked images and the like are not accepted.",
)
_ROOT: Told = (
    "structure",
    f'Texten ska ligga i <div xmlns="{_XHTML}">.',
    f'The text must be in <div xmlns="{_XHTML}">.',
)
_NO_TEXT: Told = ("invariant", "Texten har inget innehåll (txt-2).", "The text has no content (txt-2).")


class _Refused(Exception):
    def __init__(self, told: Told) -> None:
        super().__init__(told[2])
        self.told = told


class _Reader:
    """Follows the parser through the text; raises at the first thing that is not on the lists."""

    def __init__(self) -> None:
        self.depth = 0
        self.has_content = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.depth == 0 and (name != "div" or attributes.get("xmlns") != _XHTML):
            raise _Refused(_ROOT)
        if name not in _ELEMENTS or not all(_harmless(*attribute) for attribute in attributes.items()):
            raise _Refused(_ACTIVE)
        self.depth += 1
        self.has_content = self.has_content or name == "img"

    def end(self, name: str) -> None:
        self.depth -= 1

    def text(self, data: str) -> None:
        self.has_content = self.has_content or not data.isspace()


def refusal(div: str) -> Told | None:
    """Why this narrative is refused (IssueType, Swedish, English), or None."""
    if _DECLARATION.search(div):
        return _ACTIVE
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(_ENTITY.sub(_numeric, div), True)
    except _Refused as refused:
        return refused.told
    except expat.ExpatError:
        return _NOT_XHTML
    return None if reader.has_content else _NO_TEXT


def _numeric(match: re.Match[str]) -> str:
    """HTML's named characters as numbers: FHIR allows them, XML does not know them."""
    name = match[1]
    if name in ("lt", "gt", "amp", "quot", "apos") or name not in name2codepoint:
        return match[0]
    return f"&#{name2codepoint[name]};"


def _harmless(name: str, value: str) -> bool:
    if name not in _ATTRIBUTES:
        return False
    if name == "xmlns":
        return value == _XHTML
    if name == "style":
        return bool(_STYLE.fullmatch(value)) and not _STYLE_ACTIVE.search(value)
    if name in ("href", "cite"):
        return bool(_LINK.fullmatch(value.strip()))
    if name == "src":
        return bool(_IMAGE.fullmatch(value))
    return True
