"""What somebody wrote is hers and is not lost, however the session ended."""

import pytest
from flask import Flask

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
