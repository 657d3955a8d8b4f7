"""npm fhir-kit-client: nearly everything that REST in FHIR has, as somebody else's library sends it (conformance.md E6, E7)."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.clients.region import Region
from tests.clients.stage import Refusal, Stage, on_stage
from tests.clients.written import condition, goal, identifier, observation

PLAN = "{resourceType: 'CarePlan', id: 'gunnel-kontrakt'}"
OF_GUNNEL = {"resourceType": "Patient", "id": "gunnel"}


@pytest.fixture(scope="module")
def kit(region: Region, marias_token: str) -> Iterator[Stage]:
    """The client with Maria's token."""
    with on_stage("fhir_kit", fhir=region.fhir, token=marias_token) as kit:
        yield kit


def paths(kit: Stage, region: Region) -> list[str]:
    """What it asked for last, below the base."""
    return [each["url"].removeprefix(region.fhir) for each in kit.sent]


def created(kit: Stage, body: dict[str, Any]) -> dict[str, Any]:
    """A new resource of Maja's."""
    made: dict[str, Any] = kit.ask("return client.create({resourceType: body.resourceType, body})", body=body)
    return made


def versions(kit: Stage, resource: dict[str, Any]) -> list[str]:
    """The versions that there are of it."""
    script = (
        "return (await client.history({resourceType, id})).entry.map((each) => each.resource.meta.versionId)"
    )
    found: list[str] = kit.ask(script, resourceType=resource["resourceType"], id=resource["id"])
    return found


def test_e_6_without_a_token_everything_is_401(kit: Stage) -> None:
    for script in (
        f"return made({{fhir: given.fhir}}).read({PLAN})",
        "return made({fhir: given.fhir}).history()",
        "return made({fhir: given.fhir}).batch({body: {resourceType: 'Bundle', type: 'batch'}})",
    ):
        status, outcome = kit.refused(script)
        assert (status, outcome["issue"][0]["code"]) == (401, "login")


def test_e_6_who_is_hidden_and_who_does_not_exist_are_answered_the_same(kit: Stage) -> None:
    told = [
        kit.refused("return client.read({resourceType: 'Patient', id})", id=id)
        for id in ("birger", "nobody-at-all")
    ]
    assert told[0] == told[1]
    assert told[0][0] == 404
    search = "return (await client.search({resourceType: 'CarePlan', searchParams: {patient}})).entry ?? []"
    assert [kit.ask(search, patient=id) for id in ("birger", "nobody-at-all")] == [[], []]


def test_e_6_a_delete_is_told_why_not(kit: Stage) -> None:
    status, outcome = kit.refused(f"return client.delete({PLAN})")
    assert status == 405
    assert "PDL" in outcome["issue"][0]["details"]["text"]
    assert kit.sent[-1]["answered"]["allow"] == "GET, PUT, PATCH"


def test_e_6_an_unknown_operation_is_named(kit: Stage) -> None:
    status, outcome = kit.refused("return client.operation({name: 'teleport', resourceType: 'CarePlan'})")
    assert status == 404
    assert "$teleport" in outcome["issue"][0]["diagnostics"]


def test_e_6_what_is_wrong_in_a_resource_is_told_with_its_place(kit: Stage) -> None:
    wrong = goal() | {"lifecycleStatus": "banana"}
    status, outcome = kit.refused("return client.create({resourceType: 'Goal', body: wrong})", wrong=wrong)
    assert status == 422
    assert outcome["issue"][0]["expression"] == ["Goal.lifecycleStatus"]


def test_e_6_an_update_needs_the_version_it_was_made_from(kit: Stage) -> None:
    made = created(kit, goal())
    update = "return client.update({resourceType: 'Goal', id: made.id, body: made, options: {headers}})"
    for headers, status in (({}, 428), ({"If-Match": 'W/"7"'}, 412)):
        assert kit.refused(update, made=made, headers=headers)[0] == status
    assert versions(kit, made) == ["1"]
    changed = kit.ask(update, made=made | {"lifecycleStatus": "completed"}, headers={"If-Match": 'W/"1"'})
    assert (changed["meta"]["versionId"], changed["lifecycleStatus"]) == ("2", "completed")
    assert kit.sent[-1]["answered"]["etag"] == 'W/"2"'


def test_e_6_create_read_update_vread_and_history_agree(kit: Stage) -> None:
    made = created(kit, condition("Astma"))
    assert kit.sent[-1]["status"] == 201
    assert kit.sent[-1]["answered"]["location"].endswith(f"/Condition/{made['id']}/_history/1")
    changed = made | {"code": {"text": "Pollenallergi"}}
    update = "return client.update({resourceType: 'Condition', id: body.id, body})"
    assert kit.ask(update, body=changed)["code"] == {"text": "Pollenallergi"}
    read = kit.ask("return client.read({resourceType: 'Condition', id})", id=made["id"])
    assert (read["meta"]["versionId"], read["code"]["text"]) == ("2", "Pollenallergi")
    first = kit.ask("return client.vread({resourceType: 'Condition', id, version: '1'})", id=made["id"])
    assert first == made
    assert versions(kit, made) == ["2", "1"]


def test_e_6_a_conditional_update_creates_once_and_then_changes(kit: Stage, region: Region) -> None:
    body = condition()
    script = "return client.update({resourceType: 'Condition', searchParams: {identifier}, body})"
    first = kit.ask(script, identifier=identifier(body), body=body)
    assert kit.sent[-1]["status"] == 201
    assert paths(kit, region)[0].startswith("/Condition?identifier=urn%3Aforeign-client%7C")
    again = kit.ask(script, identifier=identifier(body), body=body | {"code": {"text": "Eksem"}})
    assert kit.sent[-1]["status"] == 200
    assert (again["id"], again["meta"]["versionId"]) == (first["id"], "2")


def test_e_6_a_json_patch_is_a_list_under_its_own_media_type(kit: Stage) -> None:
    made = created(kit, goal())
    patch = "return client.patch({resourceType: 'Goal', id, jsonPatch, options: {headers: {'If-Match': version}}})"
    change = [{"op": "replace", "path": "/description/text", "value": "Simma 200 meter"}]
    failing = [{"op": "test", "path": "/lifecycleStatus", "value": "completed"}, *change]
    asked = {"id": made["id"], "version": 'W/"1"'}
    assert kit.refused(patch, **asked, jsonPatch=failing)[0] == 422
    assert kit.ask(patch, **asked, jsonPatch=change)["description"] == {"text": "Simma 200 meter"}
    assert kit.sent[-1]["headers"]["content-type"] == "application/json-patch+json"


def test_e_6_a_transaction_with_one_entry_refused_writes_nothing(kit: Stage) -> None:
    good, bad = condition(), goal() | {"lifecycleStatus": "banana"}
    entry = [
        {"resource": each, "request": {"method": "POST", "url": each["resourceType"]}} for each in (good, bad)
    ]
    body = {"resourceType": "Bundle", "type": "transaction", "entry": entry}
    status, outcome = kit.refused("return client.transaction({body})", body=body)
    assert status == 422
    assert outcome["issue"][0]["expression"] == ["Bundle.entry[1].resource.lifecycleStatus"]
    search = (
        "return (await client.search({resourceType: 'Condition', searchParams: {identifier}})).entry ?? []"
    )
    assert kit.ask(search, identifier=identifier(good)) == []


def test_e_6_bundles_go_to_the_base_with_a_slash(kit: Stage, region: Region) -> None:
    whom = {"fullUrl": "urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a", "resource": condition()}
    entry = [
        whom | {"request": {"method": "POST", "url": "Condition"}},
        {"resource": observation(whom["fullUrl"]), "request": {"method": "POST", "url": "Observation"}},
    ]
    body = {"resourceType": "Bundle", "type": "transaction", "entry": entry}
    told = kit.ask("return client.transaction({body})", body=body)
    assert [(each["method"], each["status"]) for each in kit.sent] == [("POST", 200)], "no redirect"
    assert paths(kit, region) == ["/"]
    [about, seen] = [each["response"]["location"].partition("/_history")[0] for each in told["entry"]]
    read = kit.ask("return client.resolve({reference})", reference=seen)
    assert read["focus"] == [{"reference": about.removeprefix(f"{region.fhir}/")}]
    body = {
        "resourceType": "Bundle",
        "type": "batch",
        "entry": [{"request": {"method": "GET", "url": url}} for url in ("Patient/gunnel", "Patient/birger")],
    }
    answered = kit.ask("return client.batch({body})", body=body)
    assert [each["response"]["status"].split()[0] for each in answered["entry"]] == ["200", "404"]
    assert paths(kit, region) == ["/"]


def test_e_6_every_way_to_search_finds_the_same(kit: Stage, region: Region) -> None:
    found = "const found = await client.search(how); return found.entry.map((each) => each.fullUrl)"
    mine = {"resourceType": "Task", "searchParams": {"patient": "gunnel"}}
    ways: list[tuple[str, dict[str, Any]]] = [
        ("/Task?patient=gunnel", mine),
        ("/Task/_search", mine | {"options": {"postSearch": True}}),
        ("/Patient/gunnel/Task", {"resourceType": "Task", "compartment": OF_GUNNEL}),
        (
            "/Patient/gunnel/Task/_search",
            {"resourceType": "Task", "compartment": OF_GUNNEL, "options": {"postSearch": True}},
        ),
        ("/?_type=Task&patient=gunnel", {"searchParams": {"_type": "Task", "patient": "gunnel"}}),
        (
            "/_search",
            {"searchParams": {"_type": "Task", "patient": "gunnel"}, "options": {"postSearch": True}},
        ),
    ]
    seen = []
    for path, how in ways:
        seen.append(sorted(kit.ask(found, how=how)))
        assert paths(kit, region) == [path]
    assert len(seen[0]) > 3
    assert [each for each in seen if each != seen[0]] == []


def test_e_6_the_histories_of_one_of_a_type_and_of_all(kit: Stage, region: Region) -> None:
    made = created(kit, condition())
    newest = "const told = await client.history(what); return [told.type, told.entry[0].resource.id]"
    for what, path in (
        ({"resourceType": "Condition", "id": made["id"]}, f"/Condition/{made['id']}/_history"),
        ({"resourceType": "Condition"}, "/Condition/_history"),
        ({}, "/_history"),
    ):
        assert kit.ask(newest, what=what) == ["history", made["id"]]
        assert paths(kit, region) == [path]


def test_e_6_pages_go_forward_to_the_end_and_not_back(kit: Stage) -> None:
    script = """
        let bundle = await client.search({resourceType: 'Task', searchParams: {patient: 'gunnel', _count}});
        const found = [], back = [];
        while (bundle) {
            found.push(...bundle.entry.map((each) => each.resource.id));
            back.push(client.prevPage({bundle}) ?? null);
            bundle = await client.nextPage({bundle});
        }
        return {found, back};
    """
    one_page = kit.ask(script, _count=200)
    several = kit.ask(script, _count=4)
    assert len(several["back"]) > 2
    assert several["found"] == one_page["found"]
    assert {*several["back"]} == {None}


def test_e_6_operations_by_get_and_by_post(kit: Stage) -> None:
    types = (
        "const told = await client.operation({name: 'everything', ...OF_GUNNEL, ...how});"
        " return told.entry.map((each) => each.resource.resourceType)"
    )
    everything = [kit.ask(types, OF_GUNNEL=OF_GUNNEL, how={"method": method}) for method in ("GET", "POST")]
    assert everything[0] == everything[1]
    assert {"Patient", "CarePlan", "Goal", "Task"} <= {*everything[0]}
    some = kit.ask(types, OF_GUNNEL=OF_GUNNEL, how={"method": "GET", "input": {"_type": "CarePlan"}})
    assert {*some} == {"CarePlan"}
    document = kit.ask(f"return client.operation({{name: '$document', ...{PLAN}}})")
    assert (document["type"], document["entry"][0]["resource"]["resourceType"]) == ("document", "Composition")


def test_e_6_validate_says_what_a_write_would_say_and_writes_nothing(kit: Stage) -> None:
    wrong = condition() | {"onsetDateTime": "the summer of 1994"}
    issues = "return (await client.operation({name: 'validate', resourceType: 'Condition', input})).issue"
    [judged] = kit.ask(issues, input=wrong)
    assert kit.sent[-1]["status"] == 200
    _, outcome = kit.refused("return client.create({resourceType: 'Condition', body})", body=wrong)
    assert [judged] == outcome["issue"]
    right = {key: wrong[key] for key in wrong if key != "onsetDateTime"}
    assert {each["severity"] for each in kit.ask(issues, input=right)} == {"information"}
    search = (
        "return (await client.search({resourceType: 'Condition', searchParams: {identifier}})).entry ?? []"
    )
    assert kit.ask(search, identifier=identifier(wrong)) == []


def test_e_6_references_resolve_relative_absolute_and_in_a_bundle(kit: Stage, region: Region) -> None:
    plan = kit.ask(f"return client.read({PLAN})")
    whose = plan["subject"]["reference"]
    for reference in (whose, f"{region.fhir}/{whose}"):
        assert kit.ask("return client.resolve({reference})", reference=reference)["id"] == "gunnel"
    script = """
        const searchParams = {_id: 'gunnel-kontrakt', _include: 'CarePlan:patient'};
        const context = await client.search({resourceType: 'CarePlan', searchParams});
        return client.resolve({reference, context});
    """
    assert kit.ask(script, reference=whose)["id"] == "gunnel"
    assert len(kit.sent) == 1, "it was found in the bundle, by its fullUrl"


@pytest.mark.parametrize("silent", [[], ["smart-configuration"], ["metadata"]])
def test_e_7_whichever_document_answers_first_has_the_right_addresses(
    kit: Stage, region: Region, silent: list[str]
) -> None:
    script = "unreachable.push(...silent); return made({fhir: given.fhir}).smartAuthMetadata()"
    assert kit.ask(script, silent=silent) == {
        "authorizeUrl": f"{region.base}/oauth/authorize",
        "tokenUrl": f"{region.base}/oauth/token",
    }
    kinds = {each["answered"]["content-type"].partition(";")[0] for each in kit.sent if "answered" in each}
    assert kinds <= {"application/json", "application/fhir+json"}
    asked = {each["url"].removeprefix(f"{region.fhir}/") for each in kit.sent}
    assert asked == {".well-known/smart-configuration", "metadata", ".well-known/openid-configuration"}


def test_e_7_an_address_that_is_none_of_ours_never_answers_as_if_it_were(kit: Stage) -> None:
    script = "unreachable.push('smart-configuration', 'metadata'); return client.smartAuthMetadata()"
    with pytest.raises(Refusal, match="All promises were rejected"):
        kit.ask(script)
    assert [each["status"] for each in kit.sent if "status" in each] == [404]
