"""The log reader's pages: hers alone, without JavaScript, without a patient's name (L-3, A1, A2)."""

import pytest
from flask import Flask

from patientkontrakt import clock
from tests.accesslog.hand import access
from tests.portal.conftest import Visit
from tests.portal.test_log_pages import note, now

PATHS = (
    "/granska",
    "/granska/regel/nodoppning",
    "/granska/rad/1-x",
    "/granska/kontroller",
    "/granska/bestallningar",
)


@pytest.mark.parametrize("person", ["maria", "astrid", "gunnel"])
def test_a1_the_pages_are_the_log_readers_alone(visit: Visit, person: str) -> None:
    somebody = visit(person)
    for path in PATHS:
        somebody.get(path)
        assert somebody.status == 403, path


def test_a2_the_log_reader_comes_to_the_log_and_not_to_patients(visit: Visit) -> None:
    lars = visit("lars")
    assert lars.path == "/granska"
    assert "/granska/kontroller" in lars.page.links
    assert "/arbete/patienter" not in lars.page.links
    lars.get("/arbete")
    assert "/granska" in lars.page.links
    lars.get("/arbete/kontrakt/gunnel-kontrakt")
    assert lars.status in (403, 404)


def test_what_is_not_there_is_a_page_that_does_not_exist(visit: Visit) -> None:
    lars = visit("lars")
    for path in ("/granska/regel/okand", "/granska/rad/1-x", "/granska/rad/finns"):
        lars.get(path)
        assert lars.status == 404, path


def test_l_3_a_look_is_documented_and_seen_in_every_list(visit: Visit, region: Flask) -> None:
    note(region, access(at=now(), patient="asta", who="PractitionerRole/frida", reason="emergency"))
    lars = visit("lars")
    page = lars.get("/granska/regel/nodoppning")
    assert "Frida Holst" in page.words
    row = next(link for link in page.links if link.startswith("/granska/rad/"))
    lars.get(row)
    assert "Asta" not in lars.page.words
    form = next(each.action for each in lars.page.forms if each.action.startswith("/granska/rad/"))
    lars.send(form)
    assert lars.status == 422
    assert "#verdict-1" in lars.page.links
    lars.send(form, verdict="misstanke")
    assert lars.status == 422
    assert "#k-text" in lars.page.links
    lars.send(form, verdict="misstanke", note="Enheten har inte svarat.")
    assert lars.path == "/granska/regel/nodoppning"
    assert "Kontrollen är sparad" in lars.page.words
    assert "Misstanke" in lars.page.words
    words = lars.get("/granska/kontroller").words
    assert "Enheten har inte svarat." in words
    assert "Lars Vik" in words
    assert "Enheten har inte svarat." in lars.get(row).words


def test_l_3_the_page_counts_what_nobody_has_looked_at(visit: Visit, region: Flask) -> None:
    note(region, access(at=clock.millis(clock.now()), patient="elsa"))
    lars = visit("lars")
    assert "kvar" in lars.page.words
    assert "Elsa" not in lars.get("/granska/regel/skyddad").words
