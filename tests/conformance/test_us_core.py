"""The assertions that Inferno's US Core kit makes of care plans and what stands about them, of our types (conformance.md D.5)."""

from collections.abc import Iterator

import pytest

from patientkontrakt.fhir.types import TYPES
from tests.conformance.guides import US_CORE, Asked
from tests.conformance.inspector import Inspector, Question, elements, ids

pytestmark = pytest.mark.parametrize("row", US_CORE.values(), ids=list(US_CORE))
COMPARED = ("gt", "ge", "lt", "le")
PAGES = 20


def each_question(inspected: Inspector, row: Asked) -> Iterator[Question]:
    """What the row asks, drawn from the record; each of its searches finds something to ask."""
    for search in row.searches:
        questions = inspected.questions(row.type, search)
        assert questions, f"nothing in the record answers {row.type}?{search}"
        yield from questions


def test_us_i_what_cannot_be_read_is_400_with_an_outcome(row: Asked, inspected: Inspector) -> None:
    for wrong in ("_lastUpdated=nar", "_id:contains=x", *(f"{name}=igår" for name in row.compared)):
        name, _, value = wrong.partition("=")
        response = inspected.ask(row.type, ((name, value),))
        assert response.status_code == 400, wrong
        (issue, *_) = response.json["issue"]
        assert (response.json["resourceType"], issue["severity"]) == ("OperationOutcome", "error")
        assert issue["expression"] == [f"http.{name}"]


def test_us_a_every_search_is_answered_by_a_bundle(row: Asked, inspected: Inspector) -> None:
    for question in each_question(inspected, row):
        bundle = inspected.search(row.type, question)
        assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "searchset")


def test_us_b_all_that_matches_is_found_and_nothing_else(row: Asked, inspected: Inspector) -> None:
    for question in each_question(inspected, row):
        expected = inspected.expected(row.type, question)
        assert expected, question
        assert set(ids(inspected.search(row.type, question))) == expected, question


def test_us_c_post_finds_as_many_as_get(row: Asked, inspected: Inspector) -> None:
    for question in each_question(inspected, row):
        by_post = inspected.caller.search(row.type, dict(question)).json
        assert ids(by_post) == ids(inspected.search(row.type, question))


def test_us_d_a_patient_is_known_by_id_and_by_type_and_id(row: Asked, inspected: Inspector) -> None:
    """So is the practitioner of a role, which has no patient."""
    name = "practitioner" if row.type == "PractitionerRole" else "patient"
    for key in inspected.values(row.type, name):
        by_key = ids(inspected.search(row.type, ((name, key),)))
        assert by_key
        assert by_key == ids(inspected.search(row.type, ((name, key.partition("/")[2]),)))


def test_us_e_a_code_is_found_with_its_system(row: Asked, inspected: Inspector) -> None:
    named = {name for search in row.searches for name in search.split("+")} | set(row.either)
    tokens = {name for name in named - {"_id"} if inspected.oracle.known[row.type, name].kind == "token"}
    for name in tokens:
        for value in inspected.values(row.type, name):
            system, bar, code = value.partition("|")
            with_it = ids(inspected.search(row.type, ((name, value),)))
            assert with_it
            if bar:
                assert set(ids(inspected.search(row.type, ((name, code),)))) >= set(with_it)
                assert ids(inspected.search(row.type, ((name, f"urn:x:{system}|{code}"),))) == []


def test_us_f_comparators_agree_with_each_other(row: Asked, inspected: Inspector) -> None:
    for name in row.compared:
        for value in inspected.values(row.type, name):
            moment = value.removeprefix("ge")
            found = {
                prefix: set(ids(inspected.search(row.type, ((name, f"{prefix}{moment}"),))))
                for prefix in COMPARED
            }
            assert found["gt"] <= found["ge"]
            assert found["lt"] <= found["le"]
            assert found["ge"] | found["lt"] == {
                body["id"] for body in inspected.bodies(row.type) if inspected.values_in(body, name)
            }
            for prefix in COMPARED:
                assert found[prefix] == inspected.expected(row.type, ((name, f"{prefix}{moment}"),))


def test_us_g_of_several_values_each_is_found(row: Asked, inspected: Inspector) -> None:
    for name in row.either:
        values = inspected.values(row.type, name)
        assert len(values) > 1
        each = [set(ids(inspected.search(row.type, ((name, value),)))) for value in values]
        assert all(each)
        assert set(ids(inspected.search(row.type, ((name, ",".join(values)),)))) == set().union(*each)


def test_us_h_every_page_is_there_and_none_repeats(row: Asked, inspected: Inspector) -> None:
    question = () if row.type == "PractitionerRole" else (("patient", "gunnel"),)
    whole = ids(inspected.search(row.type, question, ("_count", "200")))
    pages = list(inspected.pages(row.type, question, ("_count", "1")))
    assert 1 < len(pages) <= PAGES
    assert [id for page in pages for id in ids(page)] == whole


def test_us_j_who_made_it_comes_along(row: Asked, inspected: Inspector) -> None:
    """Of care data: a Provenance belongs to a patient here, so there is none of reference data."""
    for search in row.searches:
        question = inspected.questions(row.type, search)[0]
        bundle = inspected.search(row.type, question, ("_revinclude", "Provenance:target"))
        made = [each["resource"] for each in bundle["entry"] if each["search"]["mode"] == "include"]
        about = {ref["reference"] for each in made for ref in each["target"]}
        care = TYPES[row.type].kind == "care"
        assert about == ({f"{row.type}/{id}" for id in ids(bundle)} if care else set())


def test_us_k_what_was_found_is_read_with_its_versions(row: Asked, inspected: Inspector) -> None:
    for body in inspected.bodies(row.type):
        path = f"/{row.type}/{body['id']}"
        for address in (path, f"{path}/_history/{body['meta']['versionId']}"):
            response = inspected.caller.get(address)
            assert response.status_code == 200
            assert (response.json["resourceType"], response.json["id"]) == (row.type, body["id"])
        history = inspected.caller.get(f"{path}/_history").json
        assert [each["resource"]["id"] for each in history["entry"]] == [body["id"]] * len(history["entry"])


def test_us_l_what_it_points_at_can_be_read(row: Asked, inspected: Inspector) -> None:
    for path in row.leads:
        pointed = {each["reference"] for body in inspected.bodies(row.type) for each in elements(body, path)}
        assert pointed, path
        for key in pointed:
            response = inspected.caller.get(f"/{key}")
            assert (response.status_code, response.json["resourceType"]) == (200, key.partition("/")[0])


def test_us_m_every_element_that_must_be_supported_is_seen(row: Asked, inspected: Inspector) -> None:
    bundle = inspected.search(row.type, ())
    shown = [each["resource"] for each in bundle["entry"]]
    unseen = [
        element
        for element in row.shown
        if not any(elements(body, path) for path in element.split("|") for body in shown)
    ]
    assert unseen == []
