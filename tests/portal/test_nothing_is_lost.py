"""What somebody wrote is hers and is not lost, however the session ended."""

from collections.abc import Callable

import pytest
from flask import Flask

from patientkontrakt import clock
from patientkontrakt.portal.door import EXTENSION
from tests.portal.conftest import Visit
from tests.portal.visitor import BASE

WRITTEN = ("text", "Det jag skrev i en timme")


def revoke(region: Flask) -> None:
    """Everybody is signed out from behind, as an operator or a suspension would."""
    with region.extensions["patientkontrakt"].database.write() as tx:
        tx.run("UPDATE token_family SET revoked = 1")
        tx.run("UPDATE login_session SET ended = 1")


def test_what_was_written_is_kept_when_the_token_was_revoked_meanwhile(visit: Visit, region: Flask) -> None:
    gunnel = visit("gunnel")
    form = gunnel.filled(gunnel.get("/min/berattelse").form("/min/berattelse"), text=WRITTEN[1])
    revoke(region)
    gunnel.post("/min/berattelse", form)
    assert gunnel.path == "/logga-in"
    gunnel.sign_in("gunnel")
    assert WRITTEN in gunnel.get("/min/berattelse").form("/min/berattelse").fields


def test_what_was_kept_is_shown_to_nobody_else_who_signs_in_there(visit: Visit, region: Flask) -> None:
    gunnel = visit("gunnel")
    form = gunnel.filled(gunnel.get("/min/berattelse").form("/min/berattelse"), text=WRITTEN[1])
    revoke(region)
    gunnel.post("/min/berattelse", form)
    gunnel.sign_in("rut")
    assert WRITTEN not in gunnel.get("/min/berattelse").form("/min/berattelse").fields


@pytest.mark.parametrize("once", ["", "a\0b", "a b", "å", "x" * 65])
def test_a_form_whose_number_is_none_of_ours_is_stale(visit: Visit, once: str) -> None:
    gunnel = visit("gunnel")
    form = gunnel.filled(gunnel.get("/min/anteckning").form("/min/anteckning"), text="Hej")
    gunnel.post("/min/anteckning", [(name, once if name == "once" else value) for name, value in form])
    assert gunnel.status == 400


def test_a_form_to_no_address_of_ours_is_not_kept(visit: Visit, region: Flask) -> None:
    gunnel = visit("gunnel")
    form = gunnel.filled(gunnel.get("/min/anteckning").form("/min/anteckning"), text="Hej")
    with region.extensions["patientkontrakt"].database.write() as tx:
        tx.run("UPDATE portal_session SET created = 0")
    answer = gunnel.browser.post("/min/mal/%00", base_url=BASE, data=dict(form))
    assert answer.status_code == 303
    with region.extensions["patientkontrakt"].database.read() as tx:
        assert tx.rows("SELECT 1 FROM kept_form") == []


def test_what_was_kept_is_let_go_after_thirty_days(
    visit: Visit, region: Flask, wait: Callable[[float], None]
) -> None:
    gunnel = visit("gunnel")
    form = gunnel.filled(gunnel.get("/min/berattelse").form("/min/berattelse"), text=WRITTEN[1])
    revoke(region)
    gunnel.post("/min/berattelse", form)
    wait(31 * 86_400)
    gunnel.sign_in("gunnel")
    assert WRITTEN not in gunnel.get("/min/berattelse").form("/min/berattelse").fields


def test_a_form_whose_worker_died_may_be_sent_again_after_a_minute(
    visit: Visit, region: Flask, wait: Callable[[float], None]
) -> None:
    gunnel = visit("gunnel")
    form = gunnel.filled(gunnel.get("/min/anteckning").form("/min/anteckning"), text="Hej")
    with region.extensions["patientkontrakt"].database.write() as tx:
        session = tx.rows("SELECT id FROM portal_session")[0][0]
        tx.run(
            "INSERT INTO form_token (session, once, at) VALUES (:session, :once, :at)",
            {"session": session, "once": dict(form)["once"], "at": clock.millis(clock.now())},
        )
    wait(61)
    gunnel.post("/min/anteckning", form)
    assert "Anteckningen är sparad" in gunnel.page.words


def test_words_about_somebody_never_bring_back_a_used_refresh_token(region: Flask) -> None:
    """Two requests at once: one renews the tokens, the other still holds the old ones."""
    sessions = region.extensions[EXTENSION].sessions
    at = clock.millis(clock.now())
    held = {"access": "a1", "refresh": "r1", "id_token": None, "about": {}}
    secret = sessions.begin("Patient/gunnel", held, at + 1000, at)
    slow = sessions.find(secret, at)
    sessions.renewed(slow, held | {"refresh": "r2"}, at + 900_000)
    sessions.remember(slow, held | {"about": {"contact": None}})
    assert sessions.find(secret, at).refresh == "r2"
