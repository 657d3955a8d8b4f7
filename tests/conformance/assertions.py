"""What Inferno's US Core and IPA kits assert of each type they ask about: (a) to (m) of the design's checklist (D.5)."""

from collections.abc import Iterator

from fhir.resources.R4B import get_fhir_model_class

from patientkontrakt.fhir.types import TYPES
from tests.conformance.guides import Asked
from tests.conformance.inspector import Inspector, Question, elements, ids

COMPARED = ("gt", "ge", "lt", "le")
PAGES = 20


def answers_with_a_bundle(row: Asked, inspected: Inspector) -> None:
    """(a) 200 and a Bundle, for every search."""
    for question in _each_question(inspected, row):
        bundle = inspected.search(row.type, question)
        assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "searchset")


def finds_what_matches(row: Asked, inspected: Inspector) -> None:
    """(b) Every match satisfies the parameters; and all that does is there, which Inferno cannot know."""
    for question in _each_question(inspected, row):
        expected = inspected.expected(row.type, question)
        assert expected, question
        assert set(ids(inspected.search(row.type, question))) == expected, question


def finds_the_same_by_post(row: Asked, inspected: Inspector) -> None:
    """(c) POST _search finds what GET finds."""
    for question in _each_question(inspected, row):
        by_post = inspected.caller.search(row.type, dict(question))
        assert by_post.status_code == 200
        assert ids(by_post.json) == ids(inspected.search(row.type, question)), question


def knows_its_owner_by_id_and_key(row: Asked, inspected: Inspector) -> None:
    """(d) `patient=id` is `patient=Patient/id`; so is the practitioner of a role, which has no patient."""
    keys = inspected.values(row.type, row.owner)
    assert keys
    for key in keys:
        by_key = ids(inspected.search(row.type, ((row.owner, key),)))
        assert by_key
        assert by_key == ids(inspected.search(row.type, ((row.owner, key.partition("/")[2]),)))


def finds_a_code_with_its_system(row: Asked, inspected: Inspector) -> None:
    """(e) `system|code` finds some, `code` no less, and the code in another system nothing."""
    tokens = [name for name in row.parameters if inspected.kind(row.type, name) == "token"]
    for name in tokens:
        for value in inspected.values(row.type, name):
            system, bar, code = value.partition("|")
            with_it = ids(inspected.search(row.type, ((name, value),)))
            assert with_it
            if bar:
                assert set(ids(inspected.search(row.type, ((name, code),)))) >= set(with_it)
                assert ids(inspected.search(row.type, ((name, f"urn:x:{system}|{code}"),))) == []


def compares_consistently(row: Asked, inspected: Inspector) -> None:
    """(f) gt, ge, lt and le find parts of each other, and what the oracle finds."""
    for name in row.compared:
        valued = {body["id"] for body in inspected.bodies(row.type) if inspected.values_in(body, name)}
        for value in inspected.values(row.type, name):
            asked = {prefix: ((name, prefix + value.removeprefix("ge")),) for prefix in COMPARED}
            found = {
                prefix: set(ids(inspected.search(row.type, question))) for prefix, question in asked.items()
            }
            assert found["gt"] <= found["ge"]
            assert found["lt"] <= found["le"]
            assert found["ge"] | found["lt"] == valued
            assert found == {
                prefix: inspected.expected(row.type, question) for prefix, question in asked.items()
            }


def finds_each_of_several(row: Asked, inspected: Inspector) -> None:
    """(g) Of several values with commas none is left out."""
    for name in row.either:
        values = inspected.values(row.type, name)
        assert len(values) > 1
        each = [set(ids(inspected.search(row.type, ((name, value),)))) for value in values]
        assert all(each)
        assert set(ids(inspected.search(row.type, ((name, ",".join(values)),)))) == set().union(*each)


def pages_through(row: Asked, inspected: Inspector) -> None:
    """(h) Every page is 200, none repeats, and together they are the whole."""
    question = (("patient", "gunnel"),) if row.owner == "patient" else ()
    whole = ids(inspected.search(row.type, question, ("_count", "200")))
    pages = list(inspected.pages(row.type, question, ("_count", "1")))
    assert 1 < len(pages) <= PAGES
    assert [id for page in pages for id in ids(page)] == whole


def refuses_what_cannot_be_read(row: Asked, inspected: Inspector) -> None:
    """(i) What is 400 has an OperationOutcome with the place; nothing is 400 for want of a status."""
    for wrong in ("_lastUpdated=nar", "_id:contains=x", *(f"{name}=igår" for name in row.compared)):
        name, _, value = wrong.partition("=")
        response = inspected.ask(row.type, ((name, value),))
        assert response.status_code == 400, wrong
        (issue, *_) = response.json["issue"]
        assert (response.json["resourceType"], issue["severity"]) == ("OperationOutcome", "error")
        assert issue["expression"] == [f"http.{name}"]


def brings_who_made_it(row: Asked, inspected: Inspector) -> None:
    """(j) `_revinclude=Provenance:target`, of care data: a Provenance belongs to a patient here, none is of reference data."""
    for search in row.searches:
        question = inspected.questions(row.type, search)[0]
        bundle = inspected.search(row.type, question, ("_revinclude", "Provenance:target"))
        made = [each["resource"] for each in bundle["entry"] if each["search"]["mode"] == "include"]
        about = {ref["reference"] for each in made for ref in each["target"]}
        is_care = TYPES[row.type].kind == "care"
        assert about == ({f"{row.type}/{id}" for id in ids(bundle)} if is_care else set())


def reads_what_it_found(row: Asked, inspected: Inspector) -> None:
    """(k) read, vread and history of whatever is found."""
    found = ids(inspected.search(row.type, ()))
    assert found
    for id in found:
        path = f"/{row.type}/{id}"
        version = inspected.caller.get(path).json["meta"]["versionId"]
        for address in (path, f"{path}/_history/{version}"):
            response = inspected.caller.get(address)
            assert response.status_code == 200
            assert (response.json["resourceType"], response.json["id"]) == (row.type, id)
        history = inspected.caller.get(f"{path}/_history").json["entry"]
        assert history[0]["resource"]["meta"]["versionId"] == version


def is_valid(row: Asked, inspected: Inspector) -> None:
    """(k) What is found is R4 to another library, and valid to the service's own `$validate`."""
    for id in ids(inspected.search(row.type, ())):
        get_fhir_model_class(row.type).model_validate(inspected.caller.get(f"/{row.type}/{id}").json)
        judged = inspected.caller.get(f"/{row.type}/{id}/$validate")
        assert judged.status_code == 200
        assert [each for each in judged.json["issue"] if each["severity"] in ("error", "fatal")] == []


def leads_somewhere(row: Asked, inspected: Inspector) -> None:
    """(l) The references of elements that must be supported can be read."""
    for path in row.leads:
        led = [each["reference"] for body in inspected.bodies(row.type) for each in elements(body, path)]
        assert led, path
        for key in set(led):
            response = inspected.caller.get(f"/{key}")
            assert (response.status_code, response.json["resourceType"]) == (200, key.partition("/")[0])


def shows_every_element(row: Asked, inspected: Inspector) -> None:
    """(m) Each element that must be supported is seen in some resource."""
    shown = [each["resource"] for each in inspected.search(row.type, ())["entry"]]
    unseen = [
        element
        for element in row.shown
        if not any(elements(body, path) for path in element.split("|") for body in shown)
    ]
    assert unseen == []


def _each_question(inspected: Inspector, row: Asked) -> Iterator[Question]:
    """What the row asks, drawn from the record; each of its searches finds something to ask."""
    for search in row.searches:
        questions = inspected.questions(row.type, search)
        assert questions, f"nothing in the record answers {row.type}?{search}"
        yield from questions
