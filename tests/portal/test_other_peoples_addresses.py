"""The portal's addresses lead nobody to another's page, to another site, or out of a dead session (security.md §3.5)."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.cast import PATIENTS
from tests.portal.conftest import Visit
from tests.portal.visitor import BASE, Visitor

LANDINGS = ("/min/planering", "/min/anteckning")
"""Where a button's own address leads whoever opens it as a page: nothing there is about the id."""
NUMBER = re.compile(r"(?<!\d)(19|20)\d{6}[-+]?\d{4}(?!\d)|(?<!\d)\d{6}[-+]\d{4}(?!\d)")
MOST_PAGES = 30
PAGES_ARE_ABOUT = "'CarePlan', 'Goal', 'Task', 'Appointment', 'Communication', 'Consent'"


def rows(region: Flask, sql: str) -> list[tuple[Any, ...]]:
    with region.extensions["patientkontrakt"].database.read() as tx:
        found: list[tuple[Any, ...]] = tx.rows(sql, {})
        return found


def with_id(region: Flask, method: str, root: str) -> list[str]:
    """The addresses below `root` that take an id."""
    rules = region.url_map.iter_rules()
    found = [
        rule.rule for rule in rules if rule.rule.startswith(f"{root}/") and method in (rule.methods or ())
    ]
    return sorted(each for each in found if re.search(r"<(?!int)", each))


def foreign_ids(region: Flask, *patients: str) -> list[str]:
    """One id of each type that pages are about."""
    named = ", ".join(f"'{each}'" for each in patients)
    sql = f"SELECT min(id) FROM resource WHERE patient IN ({named}) AND type IN ({PAGES_ARE_ABOUT}) GROUP BY type"
    return [id for (id,) in rows(region, sql)]


def filled(rule: str, id: str) -> str:
    return re.sub(r"<[^>]+>", id, re.sub(r"<int:[^>]+>", "1", rule))


def test_s_105_a_page_with_anothers_id_is_a_page_that_does_not_exist(region: Flask, visit: Visit) -> None:
    gunnel, ids = visit("gunnel"), foreign_ids(region, "birger")
    assert len(ids) > 2
    for rule in with_id(region, "GET", "/min"):
        for id in ids:
            page = gunnel.get(filled(rule, id))
            assert gunnel.status == 404 or gunnel.path in LANDINGS, (rule, id)
            assert "Birger" not in page.words


def test_s_105_a_form_to_anothers_id_does_nothing(region: Flask, visit: Visit) -> None:
    gunnel, ids = visit("gunnel"), foreign_ids(region, "birger")
    count = "SELECT count(*) FROM version"
    before = rows(region, count)
    for rule in with_id(region, "POST", "/min"):
        for id in ids:
            hidden = dict(gunnel.get("/min/anteckning").form("/min/anteckning").fields)
            said = [("text", "x"), ("status", "pagar"), ("svar", "ja")]
            gunnel.post(filled(rule, id), [*((n, hidden[n]) for n in ("csrf_token", "once")), *said])
            assert gunnel.status in (404, 422), (rule, id)
    assert rows(region, count) == before


@pytest.mark.parametrize("who", ["dag", "petra"])
def test_s_105_nor_is_a_page_at_work_there_for_whom_it_is_not(who: str, region: Flask, visit: Visit) -> None:
    stranger, ids = visit(who), ["gunnel", "gunnel-kontrakt", "gunnel-ansvar-1"]
    for rule in with_id(region, "GET", "/arbete"):
        for id in ids:
            page = stranger.get(filled(rule, id))
            assert stranger.status in (403, 404, 422), (rule, id)
            assert "Gunnel" not in page.words


def test_s_105_after_signing_out_the_way_back_is_to_the_sign_in(visit: Visit) -> None:
    gunnel = visit("gunnel")
    for path in ("/min/planering", "/min/kontakter", "/min/logg"):
        gunnel.get(path)
        assert gunnel.at is not None
        assert gunnel.at.headers["Cache-Control"] == "no-store"
    cookie = gunnel.cookie()
    gunnel.get("/min/planering")
    gunnel.sign_out()
    gunnel.browser.set_cookie(cookie.key, cookie.value, domain="127.0.0.1")
    page = gunnel.get("/min/planering")
    assert gunnel.path == "/logga-in"
    assert "torget" not in page.words


def test_s_106_no_address_makes_her_act_for_a_child(region: Flask, visit: Visit) -> None:
    """Signed in as herself: Sara's pages are Sara's, whatever an address or a form says."""
    sara, children = visit("sara"), foreign_ids(region, "alva", "noel")
    assert len(children) > 2
    for rule in with_id(region, "GET", "/min"):
        assert "patient" not in rule
        for id in children:
            sara.get(filled(rule, id))
            assert sara.status == 404 or sara.path in LANDINGS, (rule, id)
    own = sara.get("/min/planering").words
    for query in ("?patient=alva", "?barn=alva", "?for=Patient/alva"):
        assert sara.get(f"/min/planering{query}").words == own


def test_s_106_a_form_that_names_another_patient_is_about_oneself(region: Flask, visit: Visit) -> None:
    sara = visit("sara")
    form = sara.get("/min/anteckning").form("/min/anteckning")
    assert not {"patient", "subject", "for"} & {name for name, _ in form.fields}
    sara.post(
        "/min/anteckning",
        [*form.filled({"text": "Om mig"}), ("patient", "alva"), ("subject", "Patient/alva")],
    )
    assert sara.status in (200, 422)
    sql = "SELECT DISTINCT patient FROM resource WHERE body LIKE '%Om mig%'"
    assert {patient for (patient,) in rows(region, sql)} <= {"sara"}


def test_s_106_two_patients_in_two_tabs_are_not_mixed_up(region: Flask, visit: Visit) -> None:
    """Each form at work goes to an address that names whom it is about; what another tab shows does not change that."""
    maria = visit("maria")
    pages = {plan: maria.get(f"/arbete/kontrakt/{plan}-kontrakt/folja-upp") for plan in ("gunnel", "maja")}
    for plan, page in pages.items():
        actions = [each.action for each in page.forms if "/kontrakt/" in each.action]
        assert actions
        assert all(f"/{plan}-kontrakt/" in action for action in actions)


ELSEWHERE = (
    "//evil.example", "https:evil.example", "https://evil.example/min", "\\\\evil.example", "/\\evil.example",
    "/min/..//evil.example", "/min\\@evil.example", "%2F%2Fevil.example", "/%09/evil.example", "javascript:alert(1)",
    "/min%0d%0aLocation:%20https://evil.example", "/min/\r\nSet-Cookie: a=b", "///evil.example/min",
)  # fmt: skip


def test_s_107_signing_in_leads_to_no_other_site(visit: Visit) -> None:
    for target in ELSEWHERE:
        somebody = visit()
        somebody.get(f"/in?next={target}")
        somebody.send("/logga-in", person="gunnel")
        assert somebody.at is not None
        assert not any(_leaves(each) for each in somebody.at.history), target
        assert "a" not in {each.key for each in somebody.browser._cookies.values()}
        assert somebody.path.startswith("/min/"), target


def _leaves(answer: Any) -> bool:
    parts = urlsplit(answer.headers.get("Location", ""))
    return parts.scheme not in ("", "http") or parts.netloc not in ("", urlsplit(BASE).netloc)


@pytest.mark.parametrize(
    ("who", "start"), [("gunnel", "/min/planering"), ("maria", "/arbete"), ("ahmed", "/arbete")]
)
def test_s_108_no_personal_number_in_any_address_a_browse_makes(who: str, start: str, visit: Visit) -> None:
    visitor: Visitor = visit(who)
    waiting, seen = [start], set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        page = visitor.get(path)
        assert visitor.at is not None
        addresses = [*page.links, *(form.action for form in page.forms), visitor.at.request.url, page.title]
        for each in addresses:
            assert not NUMBER.search(each), (path, each)
        assert not any(
            number in " ".join(addresses) for number in (known.number for known in PATIENTS.values())
        )
        waiting += [link for link in page.links if link.startswith(("/min", "/arbete")) and "#" not in link]
    assert len(seen) > 10


def test_s_110_nothing_of_ours_is_framed_and_no_code_is_remembered_by_the_browser(visit: Visit) -> None:
    somebody = visit()
    for path in ("/", "/in", "/hjalp"):
        somebody.get(path)
        assert somebody.at is not None
        assert "frame-ancestors 'none'" in somebody.at.headers["Content-Security-Policy"]
        assert "postMessage" not in somebody.at.text
