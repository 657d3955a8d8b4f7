"""npm fhirclient in a real browser, on an origin of its own: standalone launch, PKCE, CORS, refresh (conformance.md E10).

The clicks are real clicks: on the sign-in page, on the approval page, and back in the app.
"""

import json

from playwright.sync_api import BrowserContext, Page

from tests.browser.chromium import Complaints
from tests.clients.app_server import app_served
from tests.clients.npm_app import ask, enter, launch, outcome, sign_in
from tests.clients.public_app import STAFF_SCOPE
from tests.clients.region import Region
from tests.clients.written import condition, goal, identifier


def refused(page: Page, script: str) -> int:
    """The status of a request that the app is refused."""
    status: int = ask(page, f"try {{ {script} }} catch (error) {{ return error.statusCode || error.status }}")
    return status


def test_a_no_ends_in_the_app_with_nothing(page: Page, region: Region, app: str) -> None:
    launch(page, region, app)
    sign_in(page, "Gunnel Andersson")
    page.get_by_role("button", name="Nej").click()
    assert outcome(page, app).startswith("refused: ")
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert "tokenUri" in kept
    assert "access_token" not in kept


def test_a_suspended_person_gets_no_further_than_the_sign_in_page(
    page: Page, region: Region, app: str
) -> None:
    launch(page, region, app)
    sign_in(page, "Gerd Falk")
    assert page.get_by_role("alert").inner_text().startswith("Det gick inte att logga in")
    assert page.url.startswith(region.base)


def test_an_unregistered_app_is_not_answered(page: Page, region: Region) -> None:
    with app_served(0) as elsewhere:
        launch(page, region, elsewhere)
    assert page.get_by_role("heading", level=1).inner_text() == "Inloggningen kan inte börja"
    assert page.url.startswith(region.base)


def test_e_10_what_is_another_patients_is_not_there(page: Page, region: Region, app: str) -> None:
    enter(page, region, app)
    assert ask(page, "return (await client.request('CarePlan?patient=birger')).entry ?? []") == []
    for address in ("Patient/birger", "CarePlan/birger-kontrakt", "Patient/nobody-at-all"):
        assert refused(page, f"return await client.request('{address}')") == 404


def test_a_page_of_another_origin_cannot_read_even_with_the_token(
    page: Page, region: Region, app: str
) -> None:
    enter(page, region, app)
    token = ask(page, "return client.getAuthorizationHeader()")
    read = f"return (await fetch('{region.fhir}/Patient/gunnel', {{headers: {{Authorization: '{token}'}}}})).status"
    assert ask(page, read) == 200
    with app_served(0) as elsewhere:
        page.goto(f"{elsewhere}/callback")
        assert ask(page, f"try {{ {read} }} catch (error) {{ return error.name }}") == "TypeError"


def test_e_10_the_patient_signs_in_with_pkce_and_the_app_reads_her_plan(
    page: Page, region: Region, app: str, context: BrowserContext
) -> None:
    complaints, visited = Complaints(), list[str]()
    complaints.listen(context)
    page.on("request", lambda request: visited.append(request.url))
    enter(page, region, app)
    assert f"{region.fhir}/.well-known/smart-configuration" in visited
    assert any("/oauth/authorize?" in url and "code_challenge_method=S256" in url for url in visited)
    assert ask(page, "return client.patient.id") == "gunnel"
    assert ask(page, "return client.user.fhirUser") == "Patient/gunnel"
    plans = ask(page, "return await client.request('CarePlan?patient=' + client.patient.id, {flat: true})")
    assert "gunnel-kontrakt" in [plan["id"] for plan in plans]
    read = ask(page, "return await client.request('CarePlan/gunnel-kontrakt')")
    assert read["subject"]["reference"] == "Patient/gunnel"
    assert complaints == []


def test_e_10_page_links_are_followed_across_origins(page: Page, region: Region, app: str) -> None:
    enter(page, region, app)
    one_by_one = ask(
        page, "return await client.request('Task?patient=gunnel&_count=1', {flat: true, pageLimit: 0})"
    )
    at_once = ask(page, "return await client.request('Task?patient=gunnel', {flat: true})")
    assert [task["id"] for task in one_by_one] == [task["id"] for task in at_once]
    assert len(at_once) > 1


STAFF = {"client_id": "demo-staff-app", "scope": STAFF_SCOPE}
WRITES = """
    const told = [];
    const made = await client.create(goal);
    const of = { headers: { 'If-Match': `W/"${made.meta.versionId}"` } };
    const address = `Goal/${made.id}`;
    const change = [{ op: 'replace', path: '/description/text', value: 'Simma 200 meter' }];
    told.push((await client.patch(address, change, of)).meta.versionId);
    await client.update({ ...made, lifecycleStatus: 'completed' }, of).catch((error) => told.push(error.status));
    await client.delete(address).catch((error) => told.push(error.status));
    return told;
"""


def test_e_10_every_method_works_across_origins_and_so_do_its_refusals(
    page: Page, region: Region, app: str
) -> None:
    enter(page, region, app, "Maria Lindqvist", **STAFF)
    assert ask(page, f"const goal = {json.dumps(goal())}; {WRITES}") == ["2", 412, 405]


def test_e_8_medplum_in_a_browser_needs_two_settings_and_then_writes(
    page: Page, region: Region, app: str
) -> None:
    """It would send a header of its own, and ask for cookies: no page of another origin may use ours."""
    enter(page, region, app, "Maria Lindqvist", **STAFF)
    script = """
        const { MedplumClient } = await import('/medplum.mjs');
        const accessToken = client.state.tokenResponse.access_token;
        const baseUrl = client.state.serverUrl.replace(/fhir\\/?$/, '');
        const settings = { baseUrl, fhirUrlPath: 'fhir', accessToken, cacheTime: 0, maxRetries: 0 };
        const plain = new MedplumClient(settings);
        const fitted = new MedplumClient({
            ...settings,
            extendedMode: false,
            fetch: (address, options) => fetch(address, { ...options, credentials: 'omit' }),
        });
        const told = [await plain.createResource(body).catch((error) => error.name)];
        const once = [1, 2].map(() => fitted.createResourceIfNoneExist(body, query));
        const [one, same] = await Promise.all(once);
        const change = [{ op: 'replace', path: '/code/text', value: 'Eksem' }];
        const changed = await fitted.patchResource('Condition', one.id, change);
        return [...told, one.id === same.id, changed.code.text];
    """
    body = condition()
    given = f"const body = {json.dumps(body)}, query = {json.dumps('identifier=' + identifier(body))};"
    assert ask(page, given + script) == ["TypeError", True, "Eksem"]


def test_e_10_the_token_is_renewed_without_the_clients_name(page: Page, region: Region, app: str) -> None:
    enter(page, region, app)
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None
    )
    before = ask(page, "return client.state.tokenResponse")
    after = ask(page, "return (await client.refresh()).tokenResponse")
    assert [("refresh_token=" in body, "client_id" in body) for body in sent] == [(True, False)]
    assert after["access_token"] != before["access_token"]
    assert after["refresh_token"] != before["refresh_token"]
    assert ask(page, "return (await client.patient.read()).id") == "gunnel"
