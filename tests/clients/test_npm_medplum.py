"""npm @medplum/core, a second library's idea of FHIR, made for another server (conformance.md E5, E8)."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.clients.backend import backend
from tests.clients.public_app import App
from tests.clients.region import CALLBACK, Region
from tests.clients.stage import Stage, on_stage
from tests.clients.visitor import Visitor, brought
from tests.clients.written import condition, goal, identifier, observation


@pytest.fixture(scope="module")
def medplum(region: Region, marias_token: str) -> Iterator[Stage]:
    """The client with Maria's token."""
    with on_stage("medplum", base=region.base, token=marias_token) as medplum:
        yield medplum


def created(medplum: Stage, body: dict[str, Any]) -> dict[str, Any]:
    """A new resource of Maja's."""
    made: dict[str, Any] = medplum.ask("return client.createResource(body)", body=body)
    return made


def test_e_8_without_a_token_nothing_is_read(medplum: Stage) -> None:
    nobody = "made({base: given.base})"
    assert medplum.refused(f"return {nobody}.readResource('Patient', 'gunnel')")[0] == 401
    bundle = {"resourceType": "Bundle", "type": "batch", "entry": []}
    assert medplum.refused(f"return {nobody}.executeBatch(bundle)", bundle=bundle)[0] == 401


def test_e_8_who_is_hidden_and_who_does_not_exist_are_answered_the_same(medplum: Stage) -> None:
    told = [
        medplum.refused("return client.readResource('Patient', id)", id=id)
        for id in ("birger", "nobody-at-all")
    ]
    assert told[0] == told[1]
    assert (told[0][0], told[0][1]["issue"][0]["code"]) == (404, "not-found")


def test_e_8_there_is_no_secret_to_log_in_with(medplum: Stage) -> None:
    login = "return made({base: given.base}).startClientLogin('demo-integrator', 'a secret')"
    status, outcome = medplum.refused(login)
    assert status == 401
    assert "did not prove who it is" in outcome["issue"][0]["details"]["text"]


def test_e_8_an_assertion_without_a_scope_gets_no_token(medplum: Stage, region: Region) -> None:
    """SMART Backend Services requires `scope`; this client has no place for one, so its token is fetched elsewhere."""
    integrator = backend(region, "demo-integrator", "RS384")
    login = "return made({base: given.base}).startJwtAssertionLogin(assertion)"
    status, outcome = medplum.refused(login, assertion=integrator.sign(integrator.claims()))
    assert status == 400
    assert outcome["issue"][0]["details"]["text"].startswith("No scope was asked for")
    token = integrator.token("system/*.rs")
    ids = "const found = await made({base: given.base, token}).searchResources('Patient'); return found.map((p) => p.id)"
    found = medplum.ask(ids, token=token)
    assert "gunnel" in found
    assert "birger" not in found


def test_e_8_a_delete_is_told_why_not(medplum: Stage) -> None:
    status, outcome = medplum.refused("return client.deleteResource('CarePlan', 'gunnel-kontrakt')")
    assert status == 405
    assert "PDL" in outcome["issue"][0]["details"]["text"]


def test_e_8_an_update_without_if_match_is_explained_where_it_is_needed(medplum: Stage) -> None:
    made = created(medplum, goal())
    update = "return client.updateResource(changed, {headers})"
    changed = made | {"lifecycleStatus": "completed"}
    status, outcome = medplum.refused(update, changed=changed, headers={})
    assert status == 428
    assert "If-Match" in outcome["issue"][0]["diagnostics"]
    patch = "return client.patchResource('Goal', id, [{op: 'remove', path: '/description'}])"
    assert medplum.refused(patch, id=made["id"])[0] == 428
    status, outcome = medplum.refused(update, changed=changed, headers={"If-Match": 'W/"7"'})
    assert (status, outcome["issue"][0]["code"]) == (412, "conflict")
    assert medplum.ask("return client.readResource('Goal', id)", id=made["id"]) == made
    done = medplum.ask(update, changed=changed, headers={"If-Match": 'W/"1"'})
    assert (done["meta"]["versionId"], done["lifecycleStatus"]) == ("2", "completed")


def test_e_8_an_update_without_if_match_goes_through_where_it_is_not_needed(medplum: Stage) -> None:
    made = created(medplum, condition())
    changed = medplum.ask("return client.updateResource(body)", body=made | {"code": {"text": "Eksem"}})
    assert (changed["id"], changed["meta"]["versionId"]) == (made["id"], "2")
    change = [{"op": "replace", "path": "/code/text", "value": "Psoriasis"}]
    patch = "return client.patchResource('Condition', id, change)"
    assert medplum.ask(patch, id=made["id"], change=change)["code"] == {"text": "Psoriasis"}
    history = medplum.ask("return client.readHistory('Condition', id)", id=made["id"])
    assert [each["resource"]["meta"]["versionId"] for each in history["entry"]] == ["3", "2", "1"]
    first = medplum.ask("return client.readVersion('Condition', id, '1')", id=made["id"])
    assert first == made


def test_e_8_what_it_sends_with_everything_is_understood(medplum: Stage) -> None:
    medplum.ask("return client.readResource('CarePlan', 'gunnel-kontrakt')")
    [line] = medplum.sent
    assert line["headers"]["accept"] == "application/fhir+json, */*; q=0.1"
    assert line["headers"]["x-medplum"] == "extended"
    assert line["answered"]["content-type"] == "application/fhir+json; charset=utf-8"


def test_e_8_one_is_created_however_often_it_is_asked(medplum: Stage) -> None:
    body = condition()
    script = "return client.createResourceIfNoneExist(body, query)"
    asked = {"body": body, "query": f"identifier={identifier(body)}"}
    told = []
    for _ in range(2):
        told.append((medplum.ask(script, **asked)["id"], medplum.sent[-1]["status"]))
    assert told == [(told[0][0], 201), (told[0][0], 200)]
    assert medplum.sent[-1]["headers"]["if-none-exist"] == asked["query"]
    upsert = "return client.upsertResource(body, query)"
    again = medplum.ask(upsert, **asked | {"body": body | {"code": {"text": "Eksem"}}})
    assert (again["id"], again["meta"]["versionId"]) == (told[0][0], "2")


def test_e_8_a_condition_that_two_fulfil_creates_nothing(medplum: Stage) -> None:
    pair = [created(medplum, condition()) for _ in range(2)]
    query = "identifier=" + ",".join(map(identifier, pair))
    status, outcome = medplum.refused(
        "return client.createResourceIfNoneExist(body, query)", body=condition(), query=query
    )
    assert (status, outcome["issue"][0]["code"]) == (412, "multiple-matches")


def test_e_5_bundles_go_to_the_base_without_a_slash(medplum: Stage, region: Region) -> None:
    whom = {"fullUrl": "urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a", "resource": condition()}
    entry = [
        whom | {"request": {"method": "POST", "url": "Condition"}},
        {"resource": observation(whom["fullUrl"]), "request": {"method": "POST", "url": "Observation"}},
    ]
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entry}
    told = medplum.ask("return client.executeBatch(bundle)", bundle=bundle)
    assert [(each["method"], each["url"], each["status"]) for each in medplum.sent] == [
        ("POST", region.fhir, 200)
    ]
    assert [each["response"]["status"] for each in told["entry"]] == ["201 Created", "201 Created"]


def test_e_5_reads_at_the_same_time_become_one_batch_and_one_refusal_is_its_own(
    medplum: Stage, region: Region
) -> None:
    script = """
        const hasty = made({...given, autoBatchTime: 10});
        const asked = ['gunnel', 'birger', 'maja'].map((id) => hasty.readResource('Patient', id));
        const told = await Promise.allSettled(asked);
        return told.map((each) => each.value?.id ?? each.reason.outcome.issue[0].code);
    """
    assert medplum.ask(script) == ["gunnel", "not-found", "maja"]
    assert [(each["method"], each["url"]) for each in medplum.sent] == [("POST", region.fhir)]


def test_e_8_searches_bring_what_they_include_and_follow_their_references(medplum: Stage) -> None:
    search = "return client.search('CarePlan', {_id: 'gunnel-kontrakt', _include: 'CarePlan:goal'})"
    found = {}
    for each in medplum.ask(search)["entry"]:
        found.setdefault(each["search"]["mode"], []).append(each["resource"])
    [plan] = found["match"]
    goals = {f"Goal/{each['id']}" for each in found["include"]}
    assert goals == {each["reference"] for each in plan["goal"]}
    reference = medplum.ask("return client.readReference(reference)", reference=plan["subject"])
    assert reference["id"] == "gunnel"


def test_e_8_its_pages_have_a_count_that_the_link_had_not(medplum: Stage) -> None:
    script = """
        const sizes = [], ids = [];
        for await (const page of client.searchResourcePages('Task', {patient: 'gunnel', _count})) {
            sizes.push(page.length);
            ids.push(...page.map((each) => each.id));
        }
        return {sizes, ids};
    """
    paged = medplum.ask(script, _count="3")
    assert paged["sizes"][0] == 3
    assert "_page=" in medplum.sent[1]["url"]
    assert medplum.sent[1]["url"].endswith("&_count=1000")
    assert paged["ids"] == medplum.ask(script, _count="200")["ids"]


def test_e_8_everything_of_a_patient(medplum: Stage) -> None:
    bundle = medplum.ask("return client.readPatientEverything('gunnel')")
    types = {each["resource"]["resourceType"] for each in bundle["entry"]}
    assert {"Patient", "CarePlan", "Goal", "Task", "CareTeam"} <= types


def test_e_8_a_resource_is_judged_and_a_profile_is_found_by_its_address(medplum: Stage) -> None:
    judge = (
        "return (await client.validateResource(body)).issue.map((each) => [each.severity, each.expression])"
    )
    assert medplum.ask(judge, body=goal() | {"lifecycleStatus": "banana"}) == [
        ["error", ["Goal.lifecycleStatus"]]
    ]
    assert {severity for severity, _ in medplum.ask(judge, body=goal())} == {"information"}
    script = """
        const types = (await client.get('fhir/metadata')).rest[0].resource;
        const named = types.flatMap((each) => each.supportedProfile ?? []);
        const urls = named.filter((url) => !url.startsWith('http://hl7.org/'));  // a guide's own are at its address
        const found = await Promise.all(urls.map((url) => client.readCanonical('StructureDefinition', url)));
        return urls.map((url, n) => [url, found[n]?.url]);
    """
    pairs = medplum.ask(script)
    assert len(pairs) > 1
    assert [pair for pair in pairs if pair[0] != pair[1]] == []


def test_e_8_a_patient_signs_in_with_its_pkce_and_the_token_is_renewed(
    medplum: Stage, region: Region, visitor: Visitor
) -> None:
    begin = "globalThis.phone = made({base: given.base, clientId: 'demo-app'}); return phone.startPkce()"
    challenge = medplum.ask(begin)
    assert challenge["codeChallengeMethod"] == "S256"
    app = App(region)
    address = visitor.approve(app.address(code_challenge=challenge["codeChallenge"]), "gunnel")
    enter = """
        await phone.processCode(code, {clientId: 'demo-app', redirectUri});
        return (await phone.readResource('Patient', 'gunnel')).id;
    """
    assert medplum.ask(enter, code=brought(address)["code"], redirectUri=CALLBACK) == "gunnel"
    renew = """
        const before = phone.getAccessToken();
        await phone.refreshIfExpired(24 * 3600 * 1000);
        return [before !== phone.getAccessToken(), (await phone.readResource('Patient', 'gunnel')).id];
    """
    assert medplum.ask(renew) == [True, "gunnel"]
    assert [each["body"].partition("&")[0] for each in medplum.sent] == ["grant_type=refresh_token", ""]
