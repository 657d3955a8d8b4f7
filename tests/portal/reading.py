"""Reads a page as a person without JavaScript does: its headings, words, links and forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "meta", "link", "br", "img", "hr"}


@dataclass
class Form:
    """One form: where it goes, its fields as they stand, and its buttons (name, value, words)."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, said: dict[str, str | list[str]]) -> list[tuple[str, str]]:
        """The fields with what a person typed or chose in place of what stood there."""
        kept = [(name, value) for name, value in self.fields if name not in said]
        new = [
            (name, each)
            for name, value in said.items()
            for each in ([value] if isinstance(value, str) else value)
        ]
        return kept + new


@dataclass
class Page:
    """What a page says."""

    title: str = ""
    lang: str = ""
    headings: list[tuple[int, str]] = field(default_factory=list)
    words: str = ""
    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    @property
    def h1(self) -> str:
        """Its one main heading."""
        found = [text for level, text in self.headings if level == 1]
        assert len(found) == 1, found
        return found[0]

    def form(self, action: str) -> Form:
        """The form that goes to `action`."""
        found = [each for each in self.forms if each.action == action]
        assert found, f"no form to {action}; there are {[each.action for each in self.forms]}"
        return found[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.open: list[tuple[str, int]] = []
        self.text: list[str] = []
        self.area: tuple[str, list[str]] | None = None
        self.select: str | None = None
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.page.ids.append(found["id"])
        match tag:
            case "html":
                self.page.lang = found.get("lang", "")
            case "a" if "href" in found:
                self.page.links.append(found["href"])
            case "form":
                self.page.forms.append(Form(found.get("action", ""), found.get("method", "get").lower()))
            case "input" | "button" if "name" in found and self.page.forms:
                self._control(tag, found)
            case "textarea" if "name" in found:
                self.area = (found["name"], [])
            case "select" if "name" in found:
                self.select = found["name"]
            case "option" if self.select:
                self._option(found)
            case "script" | "style" | "template":
                self.silent += 1
        if tag in ("title", "h1", "h2", "h3", "h4", "h5", "h6"):
            self.open.append((tag, len(self.text)))

    def _control(self, tag: str, found: dict[str, str]) -> None:
        form, name, kind = (
            self.page.forms[-1],
            found["name"],
            found.get("type", "submit" if tag == "button" else "text"),
        )
        value = found.get("value", "on" if kind in ("checkbox", "radio") else "")
        if kind == "submit":
            form.buttons.append((name, value))
        elif kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(value)
            if "checked" in found:
                form.fields.append((name, value))
        else:
            form.fields.append((name, value))

    def _option(self, found: dict[str, str]) -> None:
        form, name, value = self.page.forms[-1], self.select or "", found.get("value", "")
        first = name not in form.choices
        form.choices.setdefault(name, []).append(value)
        if first or "selected" in found:
            form.fields = [each for each in form.fields if each[0] != name] + [(name, value)]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            name, parts = self.area
            self.page.forms[-1].fields.append((name, "".join(parts)))
            self.area = None
        if tag == "select":
            self.select = None
        if tag in ("script", "style", "template"):
            self.silent -= 1
        if self.open and self.open[-1][0] == tag:
            _, since = self.open.pop()
            words = " ".join("".join(self.text[since:]).split())
            if tag == "title":
                self.page.title = self.page.title or words  # a picture further down has a title of its own
            else:
                self.page.headings.append((int(tag[1]), words))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area[1].append(data)
        elif not self.silent:
            self.text.append(data)


def read(html: str) -> Page:
    """The page."""
    reader = _Reader()
    reader.feed(html)
    reader.page.words = " ".join("".join(reader.text).split())
    return reader.page
