"""Three-way merge: what one side changed is kept, what both changed is a conflict, and nothing is lost (K-10)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt.care.contract.merging import Conflict, merge
from patientkontrakt.care.contract.model import Section

Data = dict[str, Any]


def goal(id: str, text: str, **more: Any) -> Data:
    return {
        "id": id,
        "text": text,
        "by": "Patient/gunnel",
        "rephrased": None,
        "steps": [],
        "due": None,
    } | more


def goals(*items: Data) -> Data:
    return {"goals": list(items)}


def warnings(*signs: str) -> Data:
    return {
        "warnings": [{"level": "gul", "sign": each, "act": f"Vid {each}", "contact": None} for each in signs]
    }


TORGET, KORT = goal("a", "Gå till torget"), goal("b", "Spela kort")
BASE = goals(TORGET, KORT)


def test_the_same_field_changed_by_both_is_a_conflict_and_what_is_saved_stands() -> None:
    theirs, mine = goals(TORGET | {"text": "Torget"}, KORT), goals(TORGET | {"text": "Parken"}, KORT)
    merged = merge(Section.MAL, BASE, theirs, mine)
    assert merged.conflicts == (Conflict("a", "text", "Gå till torget", "Torget", "Parken"),)
    assert merged.data == theirs
    assert merge(Section.MAL, BASE, theirs, mine, prefer="mine").data == mine


PARKEN = TORGET | {"text": "Parken"}


@pytest.mark.parametrize(
    ("theirs", "mine"), [(goals(KORT), goals(PARKEN, KORT)), (goals(PARKEN, KORT), goals(KORT))]
)
def test_an_item_changed_by_one_and_taken_away_by_the_other_is_a_conflict_and_stays(
    theirs: Data, mine: Data
) -> None:
    merged = merge(Section.MAL, BASE, theirs, mine)
    (conflict,) = merged.conflicts
    assert (conflict.item, conflict.field, conflict.base) == ("a", None, TORGET)
    assert "Parken" in [each["text"] for each in merged.data["goals"]]


def test_without_a_base_every_difference_is_a_conflict_and_nobodys_item_goes() -> None:
    merged = merge(Section.MAL, None, goals(TORGET), goals(TORGET | {"text": "Parken"}, KORT))
    assert [(each.item, each.field) for each in merged.conflicts] == [("a", "text")]
    assert [each["id"] for each in merged.data["goals"]] == ["a", "b"]


def test_a_yes_to_a_time_is_to_that_hour() -> None:
    base = {"times": [{"id": "t", "what": "Blodprov", "start": "1", "end": "2", "agreed": False}]}
    moved = {"times": [base["times"][0] | {"start": "3", "end": "4"}]}
    agreed = {"times": [base["times"][0] | {"agreed": True}]}
    found = merge(Section.TIDER, base, agreed, moved)
    assert [each.field for each in found.conflicts] == ["start", "end", "agreed"]
    assert found.data == agreed


def test_words_and_declining_to_give_any_are_one_thing() -> None:
    base = {"text": None, "declined": False}
    told, declined = {"text": "Torget", "declined": False}, {"text": None, "declined": True}
    found = merge(Section.VIKTIGT, base, told, declined)
    assert [each.field for each in found.conflicts] == ["text", "declined"]
    assert found.data == told


def test_a_warning_is_the_same_when_its_sign_is_and_its_place_is_told() -> None:
    base = warnings("feber", "yrsel")
    theirs, mine = warnings("hosta", "feber", "yrsel"), warnings("feber", "yrsel")
    theirs["warnings"][2] |= {"act": "Ring 1177"}
    mine["warnings"][1] |= {"act": "Ring Maria"}
    found = merge(Section.SAMRE, base, theirs, mine)
    assert [(each.item, each.field) for each in found.conflicts] == [(None, "warnings[2].act")]


def test_different_fields_different_items_and_new_ones_meet_without_a_conflict() -> None:
    theirs = goals(TORGET | {"due": "2026-12-01"}, KORT, goal("c", "Sjunga"))
    mine = goals(goal("d", "Sova"), TORGET | {"text": "Torget"}, KORT | {"rephrased": "Umgås"})
    merged = merge(Section.MAL, BASE, theirs, mine)
    assert merged.conflicts == ()
    assert [each["id"] for each in merged.data["goals"]] == ["d", "a", "b", "c"]
    assert merged.data["goals"][1] == TORGET | {"text": "Torget", "due": "2026-12-01"}


def test_what_one_took_away_and_the_other_left_as_it_was_is_gone() -> None:
    assert merge(Section.MAL, BASE, goals(KORT), BASE).data == goals(KORT)
    assert merge(Section.MAL, BASE, BASE, goals(KORT)).data == goals(KORT)


def test_a_new_order_is_kept_whoever_made_it() -> None:
    turned = goals(KORT, TORGET)
    assert merge(Section.MAL, BASE, turned, BASE).data == turned
    assert merge(Section.MAL, BASE, BASE, turned).data == turned


def test_units_that_take_part_are_a_set() -> None:
    base = {"contacts": [], "contributors": ["Organization/linden", "Organization/eken"]}
    theirs = base | {"contributors": ["Organization/linden", "Organization/eken", "Organization/solgarden"]}
    mine = base | {"contributors": ["Organization/eken", "Organization/rydhalsan-vc"]}
    merged = merge(Section.KONTAKTER, base, theirs, mine)
    assert set(merged.data["contributors"]) == {
        "Organization/eken", "Organization/solgarden", "Organization/rydhalsan-vc",
    }  # fmt: skip


words = st.sampled_from(["ett", "två", "tre", "fyra", "fem"])
some_goals = st.lists(
    st.builds(goal, st.sampled_from("abcdef"), words, rephrased=st.none() | words, due=st.none() | words),
    max_size=5,
    unique_by=lambda each: each["id"],
).map(lambda each: goals(*each))
some_warnings = st.lists(
    st.fixed_dictionaries({"level": words, "sign": words, "act": words, "contact": st.none() | words}),
    max_size=4,
).map(lambda each: {"warnings": each})
sections = st.sampled_from([(Section.MAL, some_goals), (Section.SAMRE, some_warnings)])
three = sections.flatmap(lambda each: st.tuples(st.just(each[0]), each[1], each[1], each[1]))


@given(three)
def test_whoever_changed_nothing_takes_what_the_other_wrote(each: tuple[Section, Data, Data, Data]) -> None:
    section, base, other, _ = each
    assert merge(section, base, other, base).data == other
    assert merge(section, base, base, other).data == other
    assert merge(section, base, other, other).data == other
    assert merge(section, base, other, base).conflicts == merge(section, base, base, other).conflicts == ()


@given(three)
def test_no_word_of_either_side_is_lost(each: tuple[Section, Data, Data, Data]) -> None:
    section, base, theirs, mine = each
    merged = merge(section, base, theirs, mine)
    left = str(merged.data) + str([(one.theirs, one.mine) for one in merged.conflicts])
    assert (set(said(theirs)) | set(said(mine))) - set(said(base)) <= set(said({"all": [left.split("'")]}))


@given(three)
def test_each_side_is_told_of_the_same_places(each: tuple[Section, Data, Data, Data]) -> None:
    section, base, theirs, mine = each
    one, other = merge(section, base, theirs, mine), merge(section, base, mine, theirs)
    if section == Section.MAL:
        assert {(c.item, c.field) for c in one.conflicts} == {(c.item, c.field) for c in other.conflicts}
    assert len(one.conflicts) == len(other.conflicts)


@given(three)
def test_a_merged_text_merges_again_without_a_conflict(each: tuple[Section, Data, Data, Data]) -> None:
    section, base, theirs, mine = each
    merged = merge(section, base, theirs, mine).data
    again = merge(section, theirs, theirs, merged)
    assert (again.data, again.conflicts) == (merged, ())


def said(data: Any) -> list[str]:
    """Every text in it."""
    if isinstance(data, dict):
        return [text for each in data.values() for text in said(each)]
    if isinstance(data, list):
        return [text for each in data for text in said(each)]
    return [data] if isinstance(data, str) else []
