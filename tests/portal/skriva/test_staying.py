"""Staying signed in, and what is kept of a form before the session ends (check 32)."""

from collections.abc import Callable

from tests.portal.conftest import Visit


def test_nobody_stays_who_is_not_there(visit: Visit) -> None:
    nobody = visit()
    assert nobody.redirect("/arbete/kvar").startswith("/in?")


def test_a_patient_does_not_stay_at_the_pages_of_staff(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/arbete/kvar")
    assert gunnel.status == 403


def test_who_asks_stays_and_hears_for_how_long(visit: Visit, wait: Callable[[float], None]) -> None:
    gunnel = visit("gunnel")
    wait(29 * 60)
    gunnel.get("/min/kvar")
    assert gunnel.at is not None
    assert gunnel.status == 204
    assert 29 * 60 < int(gunnel.at.headers["Ends-In"]) <= 30 * 60
    wait(29 * 60)
    assert gunnel.get("/min/planering").h1


def test_a_form_is_kept_only_for_pages_of_ones_own(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/berattelse")
    form = gunnel.page.form("/min/berattelse")
    kept = form.filled({"text": "Jag hann inte klart."})
    gunnel.post("/min/kvar", [*kept, ("kvar-till", "/arbete/kontrakt/x/andra")])
    assert gunnel.status == 204
    assert "Jag hann inte klart." not in str(gunnel.get("/min/berattelse").forms)
    gunnel.get("/min/berattelse")
    gunnel.post(
        "/min/kvar",
        [
            *gunnel.page.form("/min/berattelse").filled({"text": "Jag hann inte klart."}),
            ("kvar-till", "/min/berattelse"),
        ],
    )
    assert "Jag hann inte klart." in str(gunnel.get("/min/berattelse").forms)
