"""Whatever is written is shown as text: no page of ours has an element or an attribute that somebody's words made (S-103)."""

from html.parser import HTMLParser

from flask import Flask

from patientkontrakt import clock
from patientkontrakt.records import writer
from patientkontrakt.records.importing.run import operator
from patientkontrakt.records.ownership import Owner
from tests.portal.conftest import Visit
from tests.portal.visitor import Visitor

HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "' onmouseover='alert(1)",
    "<iframe src=javascript:alert(1)>", "</title><script>1</script>", "</textarea><script>1</script>",
    "javascript:alert(1)", "<a href=javascript:alert(1)>x</a>", "<style>*{display:none}</style>", "{{7*7}}", "{% raw %}",
    "<!--", "]]>", "<math><mi xlink:href=data:x>", "<base href=//evil.example>", "<form action=//evil.example>",
)  # fmt: skip
ALL = " ¤ ".join(HOSTILE)
PASSIVE = frozenset({"script", "iframe", "object", "embed", "base", "math", "style"})


class Elements(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def active(text: str) -> list[str]:
    """Every element and attribute of a page that could do something."""
    wrong = []
    for tag, attrs in Elements(text).found:
        wrong += [f"{tag}.{name}" for name in attrs if name.startswith("on")]
        wrong += [
            f"{tag} {value}"
            for value in attrs.values()
            if value.strip().startswith(("javascript:", "data:x"))
        ]
        wrong += [tag] if tag in PASSIVE and not attrs.get("src", "").startswith("/static/") else []
        wrong += (
            [f"form {attrs['action']}"]
            if tag == "form" and not attrs.get("action", "/").startswith("/")
            else []
        )
    return wrong


def shows(visitor: Visitor, path: str) -> None:
    page = visitor.get(path)
    assert visitor.status == 200, path
    assert visitor.at is not None
    assert active(visitor.at.text) == [], path
    assert "<script>alert(1)</script>" in page.words or "<script>alert(1)" in str(page.forms), path
    assert "49" not in page.words.partition("{{7*7")[2][:6]


def test_s_103_what_a_patient_writes_is_text_on_every_page_that_shows_it(visit: Visit) -> None:
    gunnel, maria = visit("gunnel"), visit("maria")
    gunnel.get("/min/mal/nytt")
    gunnel.send("/min/mal/nytt", text=ALL)
    assert gunnel.status == 200, gunnel.page.words
    gunnel.get("/min/fragor")
    gunnel.send("/min/fragor", text=ALL)
    shows(gunnel, "/min/planering")
    shows(gunnel, "/min/fragor")
    shows(maria, "/arbete/fragor")


def test_s_103_a_refused_form_shows_what_was_written_as_text(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/planering/svar")
    gunnel.send("/min/planering/svar", text=ALL)
    assert gunnel.status == 422
    assert gunnel.at is not None
    assert active(gunnel.at.text) == []


def test_s_104_a_narrative_is_never_put_on_a_page(region: Flask, visit: Visit) -> None:
    counter = region.extensions["patientkontrakt"].counter
    div = "<div xmlns='http://www.w3.org/1999/xhtml'><b>DIV-4711</b></div>"
    body = {
        "resourceType": "Goal",
        "text": {"status": "generated", "div": div},
        "lifecycleStatus": "active",
        "description": {"text": ALL},
        "subject": {"reference": "Patient/gunnel"},
    }
    owner = Owner("region-exempel", "linden")
    with counter.writing(operator(), clock.now()) as desk:
        writer.create(desk, body, trust=writer.Trust("import", owner))
    for who, path in (("gunnel", "/min/planering"), ("maria", "/arbete/kontrakt/gunnel-kontrakt")):
        visitor = visit(who)
        visitor.get(path)
        assert visitor.at is not None
        assert "DIV-4711" not in visitor.at.text
        assert active(visitor.at.text) == []
