"""The assertions that Inferno's US Core kit makes of care plans and what stands about them, of our types (conformance.md D.5)."""

import pytest

from tests.api.fhir.house import Caller
from tests.conformance import assertions
from tests.conformance.guides import US_CORE, Asked
from tests.conformance.inspector import Inspector, ids

EACH = pytest.mark.parametrize("row", US_CORE.values(), ids=list(US_CORE))


@EACH
def test_us_i_what_cannot_be_read_is_400_with_an_outcome(row: Asked, inspected: Inspector) -> None:
    assertions.refuses_what_cannot_be_read(row, inspected)


@EACH
def test_us_a_every_search_is_answered_with_a_bundle(row: Asked, inspected: Inspector) -> None:
    assertions.answers_with_a_bundle(row, inspected)


@EACH
def test_us_b_all_that_matches_is_found_and_nothing_else(row: Asked, inspected: Inspector) -> None:
    assertions.finds_what_matches(row, inspected)


@EACH
def test_us_b_staff_find_what_she_finds(row: Asked, inspected: Inspector, maria: Caller) -> None:
    assertions.finds_what_matches(row, Inspector(maria, inspected.house))


@EACH
def test_us_c_post_finds_the_same(row: Asked, inspected: Inspector) -> None:
    assertions.finds_the_same_by_post(row, inspected)


@EACH
def test_us_d_an_owner_is_known_by_id_and_by_type_and_id(row: Asked, inspected: Inspector) -> None:
    assertions.knows_its_owner_by_id_and_key(row, inspected)


@EACH
def test_us_e_a_code_is_found_with_its_system(row: Asked, inspected: Inspector) -> None:
    assertions.finds_a_code_with_its_system(row, inspected)


@EACH
def test_us_f_comparators_agree_with_each_other(row: Asked, inspected: Inspector) -> None:
    assertions.compares_consistently(row, inspected)


@EACH
def test_us_g_of_several_values_each_is_found(row: Asked, inspected: Inspector) -> None:
    assertions.finds_each_of_several(row, inspected)


@EACH
def test_us_h_every_page_is_there_and_none_repeats(row: Asked, inspected: Inspector) -> None:
    assertions.pages_through(row, inspected)


@EACH
def test_us_j_who_made_it_comes_along(row: Asked, inspected: Inspector) -> None:
    assertions.brings_who_made_it(row, inspected)


@EACH
def test_us_k_what_was_found_is_read_with_its_versions(row: Asked, inspected: Inspector) -> None:
    assertions.reads_what_it_found(row, inspected)


@EACH
def test_us_k_what_was_found_is_valid(row: Asked, inspected: Inspector) -> None:
    assertions.is_valid(row, inspected)


@EACH
def test_us_l_what_it_points_at_can_be_read(row: Asked, inspected: Inspector) -> None:
    assertions.leads_somewhere(row, inspected)


@EACH
def test_us_m_every_element_that_must_be_supported_is_seen(row: Asked, inspected: Inspector) -> None:
    assertions.shows_every_element(row, inspected)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("practitioner.name=Ek", ["johan"]),
        ("practitioner.identifier=http://x.example/anstallda|maria", ["maria"]),
        ("practitioner.name=Sund", []),
    ],
)
def test_us_b_a_role_is_found_by_who_has_it(question: str, found: list[str], inspected: Inspector) -> None:
    name, _, value = question.partition("=")
    assert ids(inspected.search("PractitionerRole", ((name, value),))) == found
