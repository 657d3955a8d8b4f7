"""Reads the forms and links of a page, so that tests send what a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One form: where it goes, and its fields as they stand."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag == "form":
            self.forms.append(Form(found.get("action", "")))
        if tag not in ("input", "button") or "name" not in found:
            return
        form, name, value = self.forms[-1], found["name"], found.get("value", "")
        kind = found.get("type", "text")
        if kind in ("radio", "checkbox", "submit"):
            form.choices.setdefault(name, []).append(value)
        if kind == "hidden" or (kind == "checkbox" and "checked" in found):
            form.fields.append((name, value))


def read(html: str) -> list[Form]:
    """The forms of a page, in order."""
    return _read(html).forms


def links(html: str) -> list[str]:
    """Where the links of a page lead, in order."""
    return _read(html).links


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader
