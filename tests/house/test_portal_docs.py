"""What the documents say of the portal: addresses, commands, files, rooms and limits are as they are."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from patientkontrakt.app import create_app
from patientkontrakt.cli import main
from patientkontrakt.config import Settings
from patientkontrakt.portal import kept, session
from patientkontrakt.portal.install import CATALOGUES
from tests.browser.portal.screenshots import FOLDER, LARGEST, SHOTS

ROOT = Path(__file__).parents[2]
PORTAL = (ROOT / "docs" / "portal.md").read_text()
DOCUMENTS = {file: file.read_text() for file in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The whole service, which nobody asks anything."""
    folder = tmp_path_factory.mktemp("addresses")
    return create_app(
        Settings(
            mode="demo",
            base_url="http://127.0.0.1:8000",
            var=folder,
            database_url=f"sqlite:///{folder}/none.db",
            secret=b"a secret for tests only, 0123456789",
        )
    )


def _addresses(app: Flask) -> set[str]:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("portal_")]
    return {rule.rule for rule in rules if not rule.rule.startswith("/static")}


def test_the_portals_page_has_every_address(app: Flask) -> None:
    table = PORTAL.partition("## Every address")[2].partition("\n## ")[0]
    told = re.findall(r"`((?:/|…/)[^`]*)`", table)
    whole = [address.replace("…", "/arbete/kontrakt/<id>") for address in told]
    assert set(whole) - _addresses(app) == set()
    assert _addresses(app) - set(whole) == set()


def test_every_page_that_a_document_names_is_there(app: Flask) -> None:
    shapes = [re.compile(re.sub(r"<[^>]+>", "[^/]+", rule) + r"\Z") for rule in _addresses(app)]
    named = [
        (file.name, address)
        for file, text in DOCUMENTS.items()
        for address in re.findall(r"`(?:GET |POST )?(/(?:min|arbete)(?:/[^`\s?#]*)?)[^`]*`", text)
    ]
    assert len(named) > 50
    wrong = [
        f"{file}: {address}" for file, address in named if not any(shape.match(address) for shape in shapes)
    ]
    assert wrong == []


def _shell_lines() -> Iterator[tuple[str, str]]:
    """Every command the documents name: in a block, or between backticks."""
    for file, text in DOCUMENTS.items():
        for block in re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            for line in block.replace("\\\n", " ").splitlines():
                yield file.name, line.partition("#")[0].strip()
        for words in re.findall(r"`([^`\n]+)`", text):
            yield file.name, words


def test_every_make_target_that_a_document_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        (file, line.split()[1]) for file, line in _shell_lines() if re.match(r"make [a-z-]+(\s|$)", line)
    }
    assert len(named) > 5
    assert sorted(each for each in named if each[1] not in targets) == []


def test_every_command_that_a_document_names_is_there_with_its_options() -> None:
    lines = {(file, line) for file, line in _shell_lines() if re.match(r"patientkontrakt [a-z]", line)}
    assert len(lines) > 5
    wrong = [f"{file}: {line}" for file, line in sorted(lines) if not _is_known(line.split()[1:])]
    assert wrong == []


def _is_known(words: list[str]) -> bool:
    command: click.Command = main
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command, words = command.commands[words[0]], words[1:]
    if isinstance(command, click.Group):
        return not words
    options = {option for parameter in command.params for option in parameter.opts}
    return all(word in options for word in words if word.startswith("--") and word != "--help")


def test_every_file_that_a_document_names_is_there() -> None:
    named = {
        (file.name, path)
        for file, text in DOCUMENTS.items()
        for path in re.findall(r"`((?:docs|tests|patientkontrakt|migrations)/[\w/.-]+)`", text)
    }
    assert len(named) > 5
    assert sorted(each for each in named if not (ROOT / each[1]).exists()) == []


def test_the_portals_page_names_its_modules_and_rooms() -> None:
    table = PORTAL.partition("## A client with no back door")[2].partition("\n## ")[0]
    modules = re.findall(r"`(\w+\.py)`", table)
    assert modules
    assert [each for each in modules if not (ROOT / "patientkontrakt" / "portal" / each).exists()] == []
    rooms = PORTAL.partition("## The rooms")[2].partition("\n## ")[0]
    assert [room for room in CATALOGUES if f"`{room}`" not in rooms] == []


def test_the_limits_are_what_the_portals_page_says() -> None:
    assert f"{session.IDLE_MS // 60_000} minutes without a page" in PORTAL
    assert f"{session.ABSOLUTE_MS // 3_600_000} hours however busy" in PORTAL
    assert f"kept sealed for {kept.DAYS} days" in PORTAL


def test_the_screens_are_those_that_are_taken_and_not_too_heavy() -> None:
    shown = re.findall(r"\(screens/([\w-]+\.jpg)\)", (ROOT / "docs" / "screens.md").read_text())
    taken = [name for shot in SHOTS for _, name in shot.files()]
    assert sorted(shown) == sorted(taken)
    assert sorted(file.name for file in FOLDER.iterdir()) == sorted(taken)
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= LARGEST
