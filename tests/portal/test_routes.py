"""What holds for every address of the portal, whoever adds it."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from patientkontrakt.app import create_app
from patientkontrakt.config import Settings
from tests.browser.portal.atlas import ATLAS, NOT_PAGES
from tests.portal.conftest import Visit

SIGNED_IN = ("/min", "/arbete")
BUTTONS = re.compile(r"/(sok|kvar)$")
"""Forms in the head of every page: what they were asked is not asked again after a sign-in."""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> list[Rule]:
    """Every address of the portal."""
    folder = tmp_path_factory.mktemp("routes")
    app = create_app(
        Settings(
            mode="demo",
            base_url="http://127.0.0.1:8000",
            var=folder,
            database_url=f"sqlite:///{folder}/none.db",
            secret=b"a secret for tests only, 0123456789",
        )
    )
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("portal_")]


def _of(rules: list[Rule], method: str) -> set[str]:
    return {rule.rule for rule in rules if method in (rule.methods or set())}


def test_every_form_that_is_sent_has_a_page_to_be_shown_again_on(rules: list[Rule]) -> None:
    """A refused form, or one that came after the session had ended, needs a page at its own address."""
    sent = {path for path in _of(rules, "POST") if path.startswith(SIGNED_IN) and not BUTTONS.search(path)}
    assert sorted(sent - _of(rules, "GET")) == []


def test_every_page_is_in_the_atlas_of_the_browser_checks(rules: list[Rule]) -> None:
    """A page that is not walked through in Chromium is a page nobody has looked at."""
    walked = [
        path.partition(" > ")[2] or path.partition("?")[0] for paths in ATLAS.values() for path in paths
    ]
    pages = {path for path in _of(rules, "GET") if not path.startswith("/static")}
    shapes = {path: re.compile(re.sub(r"<[^>]+>", "[^/]+", path) + r"\Z") for path in pages - NOT_PAGES}
    unseen = [path for path, shape in shapes.items() if not any(shape.match(each) for each in walked)]
    assert sorted(unseen) == []


def test_s_105_no_signed_in_page_is_shown_to_a_visitor(rules: list[Rule], visit: Visit) -> None:
    somebody = visit()
    for path in _filled(rules):
        somebody.get(path)
        assert somebody.path == "/logga-in", path


def test_no_form_is_taken_from_a_visitor(rules: list[Rule], visit: Visit) -> None:
    somebody = visit()
    for path in sorted(_of(rules, "POST")):
        if path.startswith(SIGNED_IN):
            somebody.post(re.sub(r"<[^>]+>", "x", path), [("text", "x")])
            assert somebody.path == "/logga-in", path


def test_s_102_no_form_is_taken_without_the_token_of_the_session(rules: list[Rule], visit: Visit) -> None:
    """S-102: neither without one, nor with another session's, nor from another site."""
    gunnel, maria = visit("gunnel"), visit("maria")
    hers = dict(maria.page.form("/lamna").fields)["csrf_token"]
    own = dict(gunnel.page.form("/lamna").fields)["csrf_token"]
    for path in sorted(_of(rules, "POST")):
        if path.startswith("/min"):
            there = re.sub(r"<[^>]+>", "x", path)
            for token in ("", hers):
                gunnel.post(there, [("csrf_token", token), ("once", "x")])
                assert gunnel.status == 400, path
            answer = gunnel.browser.post(
                there, data={"csrf_token": own, "once": "x"}, headers={"Origin": "https://evil.example"}
            )
            assert answer.status_code in (303, 400), path  # without our host's cookie it is nobody's
            gunnel.post(there, [("csrf_token", own)])
            assert gunnel.status == 400, path  # a form without a number of its own


def _filled(rules: list[Rule]) -> Iterator[str]:
    for path in sorted(_of(rules, "GET")):
        if path.startswith(SIGNED_IN):
            yield re.sub(r"<[^>]+>", "x", re.sub(r"<int:[^>]+>", "1", path))


def test_s_100_every_answer_has_the_headers_of_a_page(rules: list[Rule], visit: Visit, region: Flask) -> None:
    """S-100."""
    gunnel = visit("gunnel")
    for path in ("/", "/hjalp", "/min/planering", "/min/mal/finns-inte", "/finns-inte", "/arbete"):
        gunnel.get(path)
        assert gunnel.at is not None
        headers = gunnel.at.headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Cache-Control"] == "no-store", path
        assert headers["Referrer-Policy"] == "same-origin", path
