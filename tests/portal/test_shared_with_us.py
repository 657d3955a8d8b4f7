"""The municipal nurse: nothing without the patient's yes, a reason first, exactly what is shared, and her own part."""

import pytest
from flask import Flask

from tests.journeys.people import patient
from tests.portal.conftest import Visit
from tests.portal.visitor import Visitor

WHERE = "/arbete/delade/gunnel"


def opened(visit: Visit) -> Visitor:
    """Ahmed with Gunnel's plan open."""
    ahmed = visit("ahmed")
    ahmed.get(WHERE)
    ahmed.send(WHERE, skal="vardar-i-dag")
    assert ahmed.path == f"{WHERE}/plan"
    return ahmed


def stop_sharing(region: Flask, *, until: str = "") -> None:
    gunnel = patient(region, "gunnel")
    for each in gunnel.get("/api/v1/my/sharing").json["sharing"]:
        if each["status"] == "active":
            assert gunnel.delete(f"/api/v1/my/sharing/{each['id']}").status_code == 200


def test_who_has_nothing_to_do_with_somebody_gets_the_page_of_what_does_not_exist(visit: Visit) -> None:
    ahmed, dag = visit("ahmed"), visit("dag")
    for path in ("/arbete/delade/birger", "/arbete/delade/finns-inte", "/arbete/delade/birger/plan"):
        ahmed.get(path)
        assert ahmed.status == 404
    for path in (WHERE, f"{WHERE}/plan", f"{WHERE}/lofte/nytt"):
        dag.get(path)
        assert dag.status == 404


def test_no_plan_is_opened_without_a_reason(visit: Visit) -> None:
    ahmed = visit("ahmed")
    ahmed.get(f"{WHERE}/plan")
    assert ahmed.path == WHERE
    assert "Varför öppnar du planen?" in ahmed.page.h1
    assert "torget" not in ahmed.page.words
    ahmed.send(WHERE)
    assert ahmed.status == 422
    assert "#skal-1" in ahmed.page.links
    ahmed.get(f"{WHERE}/lofte/nytt")
    assert ahmed.path == WHERE


def test_check_29_without_her_yes_not_a_word_of_the_plan_is_in_the_page(visit: Visit, region: Flask) -> None:
    stop_sharing(region)
    ahmed = visit("ahmed")
    page = ahmed.get(WHERE)
    assert page.h1 == "Gunnel Andersson har inte sagt ja till att dela med er"
    assert ahmed.at is not None
    for word in ("torget", "blommor", "Maria", "Blodprov", "bensåret", "Linden"):
        assert word not in ahmed.at.text, word
    log = patient(region, "gunnel").get("/api/v1/my/log").json["log"]
    assert any(row["unit"] == "Hemsjukvården Ekby" for row in log)


def test_check_30_the_page_after_she_has_stopped_shows_nothing(visit: Visit, region: Flask) -> None:
    ahmed = opened(visit)
    assert "torget" in ahmed.page.words
    stop_sharing(region)
    ahmed.get(f"{WHERE}/plan")
    assert "har inte sagt ja" in ahmed.page.h1
    assert "torget" not in ahmed.page.words


def test_the_reason_stands_in_her_log(visit: Visit, region: Flask) -> None:
    ahmed = visit("ahmed")
    ahmed.get(WHERE)
    ahmed.send(WHERE, skal="mote-om-planering", text="Samordningsmöte")
    purposes = {row["purpose"] for row in patient(region, "gunnel").get("/api/v1/my/log").json["log"]}
    assert any("möte om planeringen (Samordningsmöte)" in (each or "") for each in purposes)


@pytest.mark.parametrize(
    ("level", "shown", "hidden"),
    [
        ("utan-berattelse", ("Blodprov", "väger mig", "Maria Lindqvist"), ("köpa blommor",)),
        (
            "tider-kontakter",
            ("Blodprov", "Maria Lindqvist"),
            ("köpa blommor", "väger mig", "torget", "hjärtsvikt"),
        ),
    ],
)
def test_exactly_as_much_is_shown_as_is_shared(
    visit: Visit, region: Flask, level: str, shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    gunnel = patient(region, "gunnel")
    assert (
        gunnel.post("/api/v1/my/sharing", {"unit": "hemsjukvarden-ekby", "level": level}).status_code == 201
    )
    ahmed = visit("ahmed")
    ahmed.get(WHERE)
    ahmed.send(WHERE, skal="vardar-i-dag")
    assert ahmed.status == 200
    assert ahmed.path == f"{WHERE}/plan"
    assert ahmed.at is not None
    assert [word for word in shown if word not in ahmed.at.text] == []
    assert [word for word in hidden if word in ahmed.at.text] == []


def test_ahmed_promises_something_for_his_unit_and_reports_on_it(visit: Visit, region: Flask) -> None:
    ahmed = opened(visit)
    ahmed.get(f"{WHERE}/lofte/nytt")
    ahmed.send(f"{WHERE}/lofte/nytt", vad="Hemsjukvården mäter blodtrycket")
    assert ahmed.status == 422
    assert "#l-nar" in ahmed.page.links
    ahmed.send(f"{WHERE}/lofte/nytt", vad="Hemsjukvården mäter blodtrycket", nar="varje torsdag")
    assert ahmed.path == f"{WHERE}/plan"
    assert "Hemsjukvården mäter blodtrycket" in ahmed.page.words
    proposals = patient(region, "gunnel").get("/api/v1/my/plan").json["proposals"]
    assert "Hemsjukvården mäter blodtrycket" in [each["text"] for each in proposals]


def test_he_reports_on_what_his_unit_has_promised_and_on_nothing_else(visit: Visit, region: Flask) -> None:
    ahmed = opened(visit)
    own = [link for link in ahmed.page.links if "/lofte/" in link and not link.endswith("/nytt")]
    assert own
    ahmed.get(own[0])
    ahmed.send(own[0], lage="uppfylld", **{"not": "Såret är läkt."})
    assert ahmed.path == f"{WHERE}/plan"
    ahmed.get(f"{WHERE}/lofte/gunnel-ansvar-1")
    assert ahmed.status == 404


def test_a_patient_has_no_such_pages(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/arbete/delade")
    assert gunnel.status == 403
