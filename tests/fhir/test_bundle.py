"""Bundles: FHIR R4 3.1.0.11 and 2.36.4; security.md S-019, S-035, S-036, S-135; model.md "Answers" (DELETE)."""

import pytest

from patientkontrakt.fhir.bundle import in_order, parse_bundle, resolve_references
from patientkontrakt.fhir.outcome import Malformed, MethodNotAllowed, Refusal, TooLarge
from patientkontrakt.fhir.resource import Key

BASE = "https://vard.example/fhir"
UUID = "urn:uuid:6ff4b3a2-8c6e-4a3f-9d3c-1b2a3c4d5e6f"
OTHER = "urn:uuid:0b8f6d5a-1111-4a3f-9d3c-1b2a3c4d5e6f"


def bundle(*entries, type="transaction"):
    return {"resourceType": "Bundle", "type": type, "entry": list(entries)}


def post(resource, full_url=None, **request):
    entry = {
        "resource": resource,
        "request": {"method": "POST", "url": resource["resourceType"], **request},
    }
    return entry | ({"fullUrl": full_url} if full_url else {})


def put(id, kind="CarePlan", **request):
    return {
        "resource": {"resourceType": kind, "id": id},
        "request": {"method": "PUT", "url": f"{kind}/{id}", **request},
    }


def get(url):
    return {"request": {"method": "GET", "url": url}}


PLAN = {"resourceType": "CarePlan", "subject": {"reference": "Patient/gunnel"}}


@pytest.mark.parametrize(
    ("faulty", "path"),
    [
        ({}, "Bundle.entry[1].request"),
        ({"resource": PLAN}, "Bundle.entry[1].request"),
        ("text", "Bundle.entry[1].request"),
        ({"request": {"url": "CarePlan"}}, "Bundle.entry[1].request.method"),
        ({"request": {"method": "TRACE", "url": "CarePlan"}}, "Bundle.entry[1].request.method"),
        (
            {"request": {"method": "post", "url": "CarePlan"}, "resource": PLAN},
            "Bundle.entry[1].request.method",
        ),
        ({"request": {"method": "GET"}}, "Bundle.entry[1].request.url"),
        (get("../fhir/CarePlan/b"), "Bundle.entry[1].request.url"),
        (get("CarePlan/./b"), "Bundle.entry[1].request.url"),
        (get("CarePlan//b"), "Bundle.entry[1].request.url"),
        (get("CarePlan/%2e%2e/b"), "Bundle.entry[1].request.url"),
        (get("https://else.example/fhir/CarePlan/b"), "Bundle.entry[1].request.url"),
        (get("https://vard.example.evil/fhir/CarePlan/b"), "Bundle.entry[1].request.url"),
        (get("CarePlan/" + "a" * 9000), "Bundle.entry[1].request.url"),
        ({"request": {"method": "POST", "url": "CarePlan"}}, "Bundle.entry[1].resource"),
        (post(PLAN, url="Goal"), "Bundle.entry[1].request.url"),
        (post(PLAN, url="CarePlan/b"), "Bundle.entry[1].request.url"),
        (post(PLAN, url="CarePlan?identifier=a"), "Bundle.entry[1].request.url"),
        (post({"resourceType": "Bundle", "type": "batch"}), "Bundle.entry[1].resource"),
        (put("a") | {"resource": PLAN | {"id": "b"}}, "Bundle.entry[1].resource.id"),
        (put("a", url="CarePlan"), "Bundle.entry[1].request.url"),
        (put("a", ifMatch="3"), "Bundle.entry[1].request.ifMatch"),
        (put("a", ifMatch='W/"x"'), "Bundle.entry[1].request.ifMatch"),
        (post(PLAN, full_url="CarePlan/b"), "Bundle.entry[1].fullUrl"),
        (post(PLAN, full_url=f"{BASE}/CarePlan/b"), "Bundle.entry[1].fullUrl"),
    ],
)
def test_a_faulty_entry_refuses_the_whole_transaction_and_is_named(faulty, path):
    with pytest.raises(Malformed) as caught:
        parse_bundle(bundle(put("good"), faulty), BASE)
    assert [issue.expression for issue in caught.value.issues] == [(path,)]


def test_every_fault_of_a_transaction_is_told_at_once():
    with pytest.raises(Malformed) as caught:
        parse_bundle(bundle(get("../a"), put("a"), get("//b")), BASE)
    assert len(caught.value.issues) == 2


@pytest.mark.parametrize("method", ["DELETE"])
def test_a_method_that_is_not_allowed_is_told_with_those_that_are(method):
    entry = {"request": {"method": method, "url": "CarePlan/a"}}
    with pytest.raises(MethodNotAllowed) as caught:
        parse_bundle(bundle(entry))
    assert "PUT" in caught.value.allow
    assert caught.value.issues[0].expression == ("Bundle.entry[0].request.method",)


def test_in_a_batch_an_entry_is_refused_alone():
    entries = parse_bundle(
        bundle(
            get("CarePlan/a"),
            {"request": {"method": "DELETE", "url": "CarePlan/a"}},
            get("../x"),
            type="batch",
        )
    )
    assert [type(entry.refusal) for entry in entries] == [type(None), MethodNotAllowed, Malformed]
    assert entries[1].method == ""


@pytest.mark.parametrize("kind", ["collection", "document", "searchset", None, 7])
def test_only_batches_and_transactions_are_done(kind):
    with pytest.raises(Malformed):
        parse_bundle(bundle(type=kind))


def test_what_is_no_bundle_is_refused():
    for wrong in ({}, PLAN, {"resourceType": "Bundle", "type": "batch", "entry": {}}):
        with pytest.raises(Malformed):
            parse_bundle(wrong)


def test_five_hundred_entries_are_the_most():
    assert len(parse_bundle(bundle(*[get(f"CarePlan/{n}") for n in range(500)]))) == 500
    with pytest.raises(TooLarge):
        parse_bundle(bundle(*[get(f"CarePlan/{n}") for n in range(501)]))


@pytest.mark.parametrize("kind", ["batch", "transaction"])
@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([post(PLAN, full_url=UUID), post(PLAN, full_url=UUID)], id="fullUrl"),
        pytest.param([put("a"), put("a")], id="resource"),
        pytest.param([put("a"), put("a", url=f"{BASE}/CarePlan/a")], id="resource by its address"),
        pytest.param([{}], id="no request"),
    ],
)
def test_what_is_given_twice_or_not_at_all_refuses_the_whole(entries, kind):
    """S-135."""
    with pytest.raises(Malformed):
        parse_bundle(bundle(*entries, type=kind), BASE)


def test_a_request_is_read_in_all_its_parts():
    entry, *_ = parse_bundle(bundle(post(PLAN, full_url=UUID, ifNoneExist="identifier=a|b")))
    assert (entry.method, entry.url, entry.type, entry.id) == ("POST", "CarePlan", "CarePlan", None)
    assert (entry.full_url, entry.if_none_exist, entry.resource) == (UUID, "identifier=a|b", PLAN)
    entry, *_ = parse_bundle(bundle(put("a", ifMatch='W/"12"')))
    assert (entry.method, entry.id, entry.if_match) == ("PUT", "a", 12)


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("CarePlan?status=active", ("CarePlan", None, (), "status=active")),
        ("CarePlan/a/_history/2", ("CarePlan", "a", ("_history", "2"), None)),
        ("Patient/a/$everything", ("Patient", "a", ("$everything",), None)),
        ("/CarePlan/a", ("CarePlan", "a", (), None)),
        (f"{BASE}/CarePlan/a", ("CarePlan", "a", (), None)),
        ("?_type=CarePlan", (None, None, (), "_type=CarePlan")),
        ("metadata", (None, None, ("metadata",), None)),
        ("CarePlan?url=https://a/b", ("CarePlan", None, (), "url=https://a/b")),
    ],
)
def test_urls_are_read(url, parts):
    entry, *_ = parse_bundle(bundle(get(url)), BASE)
    assert (entry.type, entry.id, entry.tail, entry.query) == parts


def test_a_conditional_update_is_a_put_with_a_query():
    entry, *_ = parse_bundle(
        bundle({"request": {"method": "PUT", "url": "CarePlan?identifier=a|b"}, "resource": PLAN})
    )
    assert (entry.id, entry.query) == (None, "identifier=a|b")


def test_entries_are_done_in_fhirs_order_and_otherwise_as_sent():
    entries = parse_bundle(bundle(get("CarePlan/x"), put("b"), post(PLAN), put("a")))
    assert [(entry.method, entry.index) for entry in in_order(entries)] == [
        ("POST", 2),
        ("PUT", 1),
        ("PUT", 3),
        ("GET", 0),
    ]


def resolved(*entries, **keys):
    parsed = parse_bundle(bundle(*entries))
    assigned = {e.full_url: Key(e.type, f"new{e.index}") for e in parsed if e.full_url and e.type}
    return resolve_references(parsed, assigned | keys)


def test_references_to_full_urls_become_the_ids_that_were_given():
    goal = {"resourceType": "Goal", "subject": {"reference": "Patient/gunnel"}}
    plan = PLAN | {
        "goal": [{"reference": UUID}],
        "supportingInfo": [{"reference": f"{UUID}#part"}, {"reference": f"{UUID}/_history/1"}],
        "extension": [{"url": UUID, "valueReference": {"reference": UUID}}],
    }
    result = resolved(post(plan), post(goal, full_url=UUID))[0]
    assert result["goal"] == [{"reference": "Goal/new1"}]
    assert result["supportingInfo"] == [
        {"reference": "Goal/new1#part"},
        {"reference": "Goal/new1/_history/1"},
    ]
    assert result["extension"][0]["valueReference"] == {"reference": "Goal/new1"}
    assert result["subject"] == {"reference": "Patient/gunnel"}
    assert plan["goal"] == [{"reference": UUID}]


def test_two_entries_may_refer_to_each_other():
    one = PLAN | {"partOf": [{"reference": OTHER}]}
    other = PLAN | {"partOf": [{"reference": UUID}]}
    result = resolved(post(one, full_url=UUID), post(other, full_url=OTHER))
    assert result[0]["partOf"] == [{"reference": "CarePlan/new1"}]
    assert result[1]["partOf"] == [{"reference": "CarePlan/new0"}]


def test_relative_references_are_read_from_where_the_entry_comes():
    """S-036: the same address in another server's Bundle is that Bundle's resource, never ours."""
    there = "https://else.example/fhir"
    goal = {"resourceType": "Goal"}
    result = resolved(
        post(PLAN | {"goal": [{"reference": "Goal/b"}]}, full_url=f"{there}/CarePlan/a"),
        post(goal, full_url=f"{there}/Goal/b"),
    )
    assert result[0]["goal"] == [{"reference": "Goal/new1"}]
    assert result[0]["subject"] == {"reference": "Patient/gunnel"}


@pytest.mark.parametrize("reference", [UUID, "urn:oid:1.2.3", f"{UUID}#a"])
def test_what_cannot_be_resolved_refuses_the_bundle(reference):
    """S-035, S-036."""
    with pytest.raises(Malformed) as caught:
        resolved(post(PLAN | {"goal": [{"reference": reference}]}))
    assert caught.value.issues[0].expression == ("Bundle.entry[0].resource.goal[0].reference",)


def test_an_attachment_in_the_bundle_is_found_by_its_url():
    document = {"resourceType": "DocumentReference", "content": [{"attachment": {"url": UUID}}]}
    result = resolved(post(document), post({"resourceType": "Binary"}, full_url=UUID))
    assert result[0]["content"] == [{"attachment": {"url": "Binary/new1"}}]


@pytest.mark.parametrize("value", [None, 1, "x", [], {}, True])
@pytest.mark.parametrize("name", ["fullUrl", "resource", "request"])
def test_wrong_kinds_are_refused_or_ignored_but_never_break(name, value):
    """S-123."""
    try:
        entries = parse_bundle(bundle(put("a") | {name: value}))
    except Refusal:
        return
    assert entries
