"""The documents tell the truth, or the build fails."""

import re
from pathlib import Path

from patientkontrakt.config import SETTINGS
from patientkontrakt.demo.staff import STAFF

ROOT = Path(__file__).parents[2]


def test_the_manual_has_the_table_of_settings_as_it_is() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text()
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| (.+?) \|$", manual, re.MULTILINE)
    assert rows == [(setting.name, setting.default, setting.why) for setting in SETTINGS]


def test_every_link_between_the_documents_leads_somewhere() -> None:
    documents = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
    links = [
        (page, link)
        for page in documents
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
    ]
    assert len(links) > 10
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []


def test_the_glossary_defines_each_term_once() -> None:
    rows = re.findall(
        r"^\| (.+?) \| .+? \| .+? \|$", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE
    )
    terms = [term.strip() for row in rows[1:] for term in row.split(",")]
    assert len(terms) > 30
    assert sorted(terms) == sorted(set(terms))


def test_every_decision_is_listed_with_its_rejected_options() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("0*.md"))
    index = (ROOT / "docs" / "adr" / "README.md").read_text()
    assert len(decisions) >= 5
    for decision in decisions:
        assert decision.name in index
        assert "**Rejected.**" in decision.read_text()


def test_the_readme_begins_with_the_two_commands() -> None:
    commands = [
        line.split("#")[0].strip()
        for line in (ROOT / "README.md").read_text().splitlines()[:6]
        if "make" in line
    ]
    assert commands == ["make run", "make test"]


def test_the_page_of_the_demo_has_everybody_who_works_there() -> None:
    table = (ROOT / "docs" / "demo.md").read_text().partition("## Who works there")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", table, re.MULTILINE)
    assert rows == [(each.id, each.unit, each.en) for each in STAFF]
