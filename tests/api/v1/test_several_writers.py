"""Several who write in the same contract: who is told what, and that no saved text is ever lost (K-10)."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.api.fhir.house import House
from tests.api.v1.people import opened, patient, published, staff
from tests.api.v1.resources import body_of, put
from tests.api.v1.several_writers import SECTIONS, Writer, begun, marks

Step = tuple[int, int, int, int]


def at(plan: str, section: str, act: str = "") -> str:
    return f"/contracts/{plan}/sections/{section}{act}"


@pytest.mark.parametrize("stranger", ["petra", "ahmed", "gunnel"])
def test_who_may_not_change_the_plan_learns_nothing_of_what_is_written(house: House, stranger: str) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "samir")
    maria.done("PATCH", at(plan, "samordning"), {"version": 0, "coordination": "Hemligt"})
    other = patient(house, stranger) if stranger == "gunnel" else staff(house, stranger)
    known = [
        other.post(at(plan, "samordning", "/merge"), {"version": 0, "data": {}}),
        other.post(at(plan, "samordning", "/rebase"), {"version": 1}),
        other.post(f"/contracts/{plan}/drafts/discard"),
    ]
    ghost = [
        other.post(at("finns-inte", "samordning", "/merge"), {"version": 0, "data": {}}),
        other.post(at("finns-inte", "samordning", "/rebase"), {"version": 1}),
        other.post("/contracts/finns-inte/drafts/discard"),
    ]
    assert [each.status_code for each in known] == [each.status_code for each in ghost]
    assert not any(each.status_code < 400 for each in known)
    assert not any("Hemligt" in each.get_data(as_text=True) for each in known)


def test_a_merge_that_is_wrongly_filled_in_is_refused(house: House) -> None:
    maria = staff(house, "maria")
    plan = opened(maria, "rut")
    for body in (
        {},
        {"version": -1, "data": {"goals": []}},
        {"version": 0, "data": {"goals": [{"text": 1}]}},
    ):
        assert maria.post(at(plan, "mal", "/merge"), body).status_code == 422, body
    assert maria.post(at(plan, "hemligt", "/merge"), {}).status_code == 404


def test_going_on_needs_the_version_that_stands(house: House) -> None:
    maria, johan = staff(house, "maria"), staff(house, "johan")
    plan = published(maria, "rut")
    maria.done("PATCH", at(plan, "samordning"), {"version": 0, "coordination": "Ett"})
    johan.done("PATCH", at(plan, "samordning"), {"version": 1, "coordination": "Två"})
    assert maria.post(at(plan, "samordning", "/rebase"), {"version": 1}).status_code == 412


def test_who_read_the_plan_before_another_changed_it_at_another_door_is_told(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "rut")
    read = maria.done("GET", f"/contracts/{plan}")["sections"]["samordning"]
    put(maria, body_of(maria, f"CarePlan/{plan}") | {"title": "En annan titel"})
    said = read["data"] | {"coordination": "Vi ringer", "version": read["version"]}
    assert maria.patch(at(plan, "samordning"), said).status_code == 412
    mine = read["data"] | {"coordination": "Vi ringer"}
    merged = maria.done("POST", at(plan, "samordning", "/merge"), {"version": read["version"], "data": mine})
    assert merged["conflicts"] == []
    assert (merged["merged"]["title"], merged["merged"]["coordination"]) == ("En annan titel", "Vi ringer")
    unknown = maria.done("POST", at(plan, "samordning", "/merge"), {"version": 4711, "data": mine})
    assert [each["field"] for each in unknown["conflicts"]] == ["title", "coordination"]


def test_who_read_a_draft_that_has_been_given_out_is_told_and_can_merge_with_it(house: House) -> None:
    maria, johan = staff(house, "maria"), staff(house, "johan")
    plan = published(maria, "rut")
    first = maria.done("PATCH", at(plan, "samordning"), {"version": 0, "coordination": "Ett", "title": "T"})
    second = first["data"] | {"coordination": "Två", "version": first["version"]}
    johan.done("PATCH", at(plan, "samordning"), second)
    johan.done("POST", f"/contracts/{plan}/publish")
    hers = first["data"] | {"title": "Ny titel"}
    assert maria.patch(at(plan, "samordning"), hers | {"version": first["version"]}).status_code == 412
    merged = maria.done("POST", at(plan, "samordning", "/merge"), {"version": first["version"], "data": hers})
    assert merged["conflicts"] == []
    assert (merged["merged"]["coordination"], merged["merged"]["title"]) == ("Två", "Ny titel")
    saved = maria.patch(at(plan, "samordning"), merged["merged"] | {"version": merged["version"]})
    assert saved.status_code == 200


def test_a_number_is_never_used_again_after_a_draft_was_dropped(house: House) -> None:
    maria, johan = staff(house, "maria"), staff(house, "johan")
    plan = published(maria, "rut")
    mine = maria.done("PATCH", at(plan, "samordning"), {"version": 0, "coordination": "Ett"})
    maria.done("POST", f"/contracts/{plan}/drafts/discard")
    assert maria.done("GET", f"/contracts/{plan}")["sections"]["samordning"]["draft"] is False
    theirs = johan.done("PATCH", at(plan, "samordning"), {"version": 0, "coordination": "Två"})
    assert theirs["version"] > mine["version"]
    late = {"version": mine["version"], "coordination": "Tre"}
    assert maria.patch(at(plan, "samordning"), late).status_code == 412


def test_a_dropped_draft_leaves_no_text_behind(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "rut")
    for version, word in enumerate(("Ångrat ett", "Ångrat två")):
        maria.done("PATCH", at(plan, "samordning"), {"version": version, "coordination": word})
    maria.done("POST", f"/contracts/{plan}/drafts/discard")
    kept = house.rows("SELECT json FROM draft WHERE contract = :plan AND section = 'samordning'", plan=plan)
    assert kept
    assert "Ångrat" not in str(kept)
    assert maria.post(f"/contracts/{plan}/publish").status_code == 422, "nothing is left to give out"


def test_only_what_collides_stops_a_publication(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "rut")
    said = {"version": 0, "title": "Plan A", "coordination": "Vi ringer"}
    maria.done("PATCH", at(plan, "samordning"), said)
    put(maria, body_of(maria, f"CarePlan/{plan}") | {"title": "Plan B", "description": "Om hösten"})
    shown = maria.done("GET", f"/contracts/{plan}")["sections"]["samordning"]
    assert shown["changed_meanwhile"] is True
    assert (shown["published"]["title"], shown["data"]["title"]) == ("Plan B", "Plan A")
    refused = maria.post(f"/contracts/{plan}/publish")
    assert refused.status_code == 409
    assert [each["where"] for each in refused.get_json()["errors"]] == [["samordning.title"]]
    went_on = maria.done("POST", at(plan, "samordning", "/rebase"), {"version": shown["version"]})
    assert (went_on["changed_meanwhile"], went_on["data"]["description"]) == (False, "Om hösten")
    maria.done("POST", f"/contracts/{plan}/publish")
    now = maria.done("GET", f"/contracts/{plan}")
    assert (now["title"], now["description"], now["coordination"]) == ("Plan A", "Om hösten", "Vi ringer")


def test_what_does_not_collide_is_given_out_with_both_doors_words(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "rut")
    said = maria.done("GET", f"/contracts/{plan}")["sections"]["samordning"]
    edited = said["data"] | {"coordination": "Vi ringer", "version": said["version"]}
    maria.done("PATCH", at(plan, "samordning"), edited)
    put(maria, body_of(maria, f"CarePlan/{plan}") | {"title": "Plan B"})
    assert maria.done("POST", f"/contracts/{plan}/publish")["utgava"] == 3
    now = maria.done("GET", f"/contracts/{plan}")
    assert (now["title"], now["coordination"]) == ("Plan B", "Vi ringer")


def test_the_patients_own_words_win_over_a_draft_of_them(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    plan = published(maria, "gunnel", viktigt=None)
    maria.done("PATCH", at(plan, "viktigt"), {"version": 0, "text": "Hon vill gå till torget."})
    gunnel.done("PUT", "/my/story", {"text": "Jag vill inte vara ensam.", "version": 0})
    refused = maria.post(f"/contracts/{plan}/publish")
    assert refused.status_code == 409
    version = maria.done("GET", f"/contracts/{plan}")["sections"]["viktigt"]["version"]
    went_on = maria.done("POST", at(plan, "viktigt", "/rebase"), {"version": version})
    assert went_on["data"]["text"] == "Jag vill inte vara ensam."


def test_others_who_are_writing_are_seen_and_oneself_is_not(house: House) -> None:
    maria, johan = staff(house, "maria"), staff(house, "johan")
    plan = published(maria, "rut")
    johan.done("PATCH", at(plan, "samre"), {"version": 0, "warnings": []})
    seen = maria.done("GET", f"/contracts/{plan}")
    assert [each["by"] for each in seen["sections"]["samre"]["writing"]] == ["PractitionerRole/johan"]
    assert seen["people"]["PractitionerRole/johan"]["name"]
    assert johan.done("GET", f"/contracts/{plan}")["sections"]["samre"]["writing"] == []
    house.change("UPDATE draft SET at = at - 600001 WHERE contract = :plan", plan=plan)
    assert maria.done("GET", f"/contracts/{plan}")["sections"]["samre"]["writing"] == []


def test_a_unit_that_only_reads_sees_nothing_of_what_is_being_written(house: House) -> None:
    maria, ahmed = staff(house, "maria"), staff(house, "ahmed")
    plan = published(maria, "rut")
    patient(house, "rut").done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})
    maria.done("PATCH", at(plan, "samre"), {"version": 0, "warnings": []})
    section = ahmed.done("GET", f"/contracts/{plan}")["sections"]["samre"]
    assert (section["draft"], section["writing"], section["changed_meanwhile"]) == (False, [], False)


steps = st.tuples(st.integers(0, 3), st.integers(0, 19), st.integers(0, 9), st.integers(0, 9))


def played(house: House, moves: list[Step]) -> None:
    """Four windows of two people; then everything is given out, and every text is looked for."""
    maria, johan = staff(house, "maria"), staff(house, "johan")
    work = begun(maria, "samir")
    writers = [Writer(person, work) for person in (maria, johan, maria, johan)]
    for writer in writers:
        writer.open()
    for who, act, how, where in moves:
        move(writers[who], act, how, where)
    last = writers[0]
    last.open()
    last.publish()
    left = work.saved - work.replaced - set(marks(maria.done("GET", f"/contracts/{work.plan}")))
    assert left == set(), f"lost after {work.edits} edits and {work.merges} merges: {sorted(left)}"


def move(writer: Writer, act: int, how: int, where: int) -> None:
    if act == 0:
        writer.open()
    elif act == 1:
        writer.publish()
    elif act in (2, 9, 14):
        writer.by_another_door(where)
    else:
        writer.edit(SECTIONS[act % len(SECTIONS)], how, where)


QUIETLY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=4, deadline=None, suppress_health_check=QUIETLY)
@given(st.lists(steps, min_size=32, max_size=32))
def test_of_a_hundred_edits_by_several_writers_no_text_is_lost(house: House, moves: list[Step]) -> None:
    played(house, moves)


@pytest.mark.deep
@settings(max_examples=40, deadline=None, suppress_health_check=QUIETLY, phases=(Phase.generate,))
@given(st.lists(steps, min_size=32, max_size=32))
def test_of_a_thousand_edits_by_several_writers_no_text_is_lost(house: House, moves: list[Step]) -> None:
    played(house, moves)
