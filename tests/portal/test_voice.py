"""Whose plan a page is about, in words: the genitive of names, and who wrote what."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from patientkontrakt.portal.language import locale
from patientkontrakt.portal.names import possessive
from patientkontrakt.portal.voice import SAID, Voice


@pytest.fixture(params=["sv"], autouse=True)
def _reading(request: pytest.FixtureRequest) -> Iterator[None]:
    app = Flask("patientkontrakt")
    Babel(app, default_locale="sv", locale_selector=locale)
    with app.test_request_context(headers={"Accept-Language": request.param}):
        yield


@pytest.mark.parametrize(
    ("name", "genitive"), [("Alva", "Alvas"), ("Elias", "Elias’"), ("Max", "Max’"), ("Liz", "Liz’")]
)
def test_the_swedish_genitive(name: str, genitive: str) -> None:
    assert possessive(name) == genitive
    assert Voice(name)("planering") == f"{genitive} planering"


@pytest.mark.parametrize("_reading", ["en"], indirect=True)
@pytest.mark.parametrize(("name", "genitive"), [("Alva", "Alva’s"), ("Elias", "Elias’s")])
def test_the_english_genitive(name: str, genitive: str) -> None:
    assert possessive(name) == genitive


@pytest.mark.parametrize("what", SAID)
def test_everything_is_said_of_oneself_and_of_a_child(what: str) -> None:
    values = {"n": 2, "number": 2, "day": "i dag", "who": "Maria Lindqvist"}
    own, of_child = Voice()(what, **values), Voice("Alva")(what, **values)
    assert own != of_child
    assert "%" not in own + of_child
    assert "Alva" not in own
    assert own[0].isupper() == of_child[0].isupper() or what == "jag-sjalv"


def test_a_title_names_nobody() -> None:
    assert Voice("Alva").title("planering") == "Barnets planering"
    assert Voice().title("planering") == "Min planering"


def test_who_wrote_it() -> None:
    hers = Voice(reader="Patient/gunnel")
    for reader in (hers, Voice(reader="PractitionerRole/maria")):  # who looks at it as the patient
        assert reader.wrote("Patient/gunnel", "Gunnel Andersson") == "Skrivet av dig"
    assert hers.wrote("RelatedPerson/x", None) == "Skrivet av en närstående"
    assert hers.wrote("PractitionerRole/maria", "Maria Lindqvist") == "Skrivet av Maria Lindqvist"
    assert hers.wrote(None, None) == "Skrivet av vården"
    sara = Voice("Alva", "RelatedPerson/sara-alva")
    assert sara.wrote("RelatedPerson/sara-alva", "Sara Nilsson") == "Skrivet av dig"
    assert sara.wrote("Patient/alva", "Alva Nilsson") == "Skrivet av Alva"
