"""Coming and going: sessions are the server's, tokens never reach the browser, and nobody gets in by a side door."""

from collections.abc import Callable

from flask import Flask

from tests.portal.conftest import Visit


def test_whoever_is_not_signed_in_sees_the_sign_in_page_and_no_plan(visit: Visit) -> None:
    somebody = visit()
    for path in ("/min/planering", "/arbete"):
        somebody.get(path)
        assert somebody.path == "/logga-in"


def test_a_patient_has_no_pages_of_staff_and_staff_no_pages_of_patients(visit: Visit) -> None:
    gunnel, maria = visit("gunnel"), visit("maria")
    gunnel.get("/arbete")
    assert gunnel.status == 403
    maria.get("/min/planering")
    assert maria.status == 403


def test_a_suspended_member_of_staff_does_not_get_in(visit: Visit) -> None:
    gerd = visit()
    gerd.get("/in")
    gerd.send("/logga-in", person="gerd")
    gerd.get("/arbete")
    assert gerd.path == "/logga-in"


def test_each_lands_on_her_own_pages(visit: Visit) -> None:
    assert visit("gunnel").path == "/min/planering"
    assert visit("maria").path == "/arbete"


def test_after_signing_in_one_comes_back_to_the_page_one_asked_for(visit: Visit) -> None:
    gunnel = visit()
    gunnel.get("/min/kontakter")
    gunnel.send("/logga-in", person="gunnel")
    assert gunnel.path == "/min/kontakter"


def test_nobody_is_sent_on_to_another_site(visit: Visit) -> None:
    for target in ("//evil.example", "https://evil.example", "/min\\evil", "/min/../logga-ut", "/logga-ut"):
        gunnel = visit()
        gunnel.get(f"/in?next={target}")
        gunnel.send("/logga-in", person="gunnel")
        assert gunnel.path == "/min/planering"


def test_signing_out_ends_the_session_the_login_and_the_tokens(visit: Visit, region: Flask) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/planering")
    gunnel.sign_out()
    assert "utloggad" in gunnel.page.h1
    gunnel.get("/min/planering")
    assert gunnel.path == "/logga-in"
    with region.extensions["patientkontrakt"].database.read() as tx:
        assert tx.rows("SELECT 1 FROM portal_session WHERE sealed <> ''") == []
        assert tx.rows("SELECT 1 FROM token_family WHERE revoked IS NULL AND client = 'portal'") == []


def test_signing_out_needs_the_form_of_this_session(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.post("/lamna", [("csrf_token", "another")])
    assert gunnel.status == 400
    gunnel.get("/min/planering")
    assert gunnel.path == "/min/planering"


def test_who_wants_to_choose_whom_she_reads_for_is_asked_at_any_portal(visit: Visit) -> None:
    """One that is not the service's own is asked only when it says launch/patient (docs/portal.md)."""
    somebody = visit()
    assert "launch%2Fpatient" in somebody.redirect("/in?for=child")
    assert "launch%2Fpatient" not in somebody.redirect("/in")


def test_an_answer_with_another_state_signs_nobody_in(visit: Visit) -> None:
    somebody = visit()
    somebody.redirect("/in")
    somebody.get("/inloggad?code=abc&state=another")
    assert somebody.status == 400
    somebody.get("/min/planering")
    assert somebody.path == "/logga-in"


def test_s_088_an_answer_of_another_authorization_server_signs_nobody_in(visit: Visit) -> None:
    """S-088."""
    somebody = visit()
    there = somebody.redirect("/in")
    state = there.split("state=")[1].split("&")[0]
    for issuer in ("&iss=https%3A%2F%2Fevil.example", ""):
        somebody.get(f"/inloggad?code=abc&state={state}{issuer}")
        assert somebody.status == 400


def test_s_101_the_cookie_is_a_secret_the_server_keeps_only_the_hash_of(visit: Visit, region: Flask) -> None:
    gunnel = visit("gunnel")
    cookie = gunnel.cookie()
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    with region.extensions["patientkontrakt"].database.read() as tx:
        kept = " ".join(str(value) for row in tx.rows("SELECT * FROM portal_session") for value in row)
    assert cookie.value not in kept
    assert "Gunnel" not in kept
    assert "eyJ" not in kept  # no token lies there in clear


def test_s_101_signing_in_again_gives_a_new_cookie(visit: Visit) -> None:
    """S-101."""
    gunnel = visit("gunnel")
    first = gunnel.cookie()
    gunnel.get("/in")
    second = gunnel.cookie()
    assert first.value != second.value


def test_s_101_a_session_ends_after_half_an_hour_without_a_page(
    visit: Visit, wait: Callable[[float], None]
) -> None:
    gunnel = visit("gunnel")
    wait(29 * 60)
    gunnel.get("/min/planering")
    assert gunnel.path == "/min/planering"
    wait(31 * 60)
    gunnel.get("/min/planering")
    assert gunnel.path == "/logga-in"


def test_a_token_is_renewed_while_one_reads_on(visit: Visit, wait: Callable[[float], None]) -> None:
    gunnel = visit("gunnel")
    for _ in range(4):
        wait(14 * 60)
        gunnel.get("/min/planering")
        assert gunnel.path == "/min/planering"
        assert gunnel.status == 200


def test_s_101_a_session_ends_after_eight_hours_however_busy(
    visit: Visit, wait: Callable[[float], None]
) -> None:
    gunnel = visit("gunnel")
    for _ in range(17):
        wait(28.5 * 60)
        gunnel.get("/min/planering")
    assert gunnel.path == "/logga-in"
