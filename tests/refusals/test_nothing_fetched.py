"""No address that comes in with data is ever asked for anything: the service never goes out (security.md R8, S-114, S-115)."""

import json
import threading
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.request import urlopen

import pytest
from joserfc import jws
from joserfc.jwk import RSAKey

from patientkontrakt.auth.proving.assertion import TYPE
from tests.api.fhir.house import Body, Caller, House
from tests.auth.backend import ANY, claims, sign
from tests.fhir import samples
from tests.records.region import goal, plan


class Listener:
    """A web server of somebody else's, and what it was asked for."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        paths = self.paths

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                paths.append(self.path)
                self.send_response(200)
                self.end_headers()

            do_POST = do_HEAD = do_GET  # noqa: N815 - http.server's names

            def log_message(self, format: str, *args: Any) -> None:
                """Silent."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def bodies(at: str) -> list[Body]:
    """Resources with the address in each place that might tempt somebody to go there."""
    document = samples.document() | {"subject": {"reference": "Patient/gunnel"}}
    document["content"] = [{"attachment": {"contentType": "text/html", "url": f"{at}/attachment"}}]
    image = f"<div xmlns='http://www.w3.org/1999/xhtml'><img src='{at}/image' alt='x'/></div>"
    style = f"<div xmlns='http://www.w3.org/1999/xhtml'><p style='background:url({at}/css)'>x</p></div>"
    link = f"<div xmlns='http://www.w3.org/1999/xhtml'><link rel='attachment' href='{at}/link'/>x</div>"
    return [
        document,
        goal("gunnel") | {"meta": {"profile": [f"{at}/profile"]}},
        goal("gunnel") | {"implicitRules": f"{at}/rules"},
        goal("gunnel") | {"extension": [{"url": f"{at}/extension", "valueUri": f"{at}/value"}]},
        goal("gunnel") | {"addresses": [{"reference": f"{at}/fhir/Condition/x"}]},
        plan("gunnel", instantiatesCanonical=[f"{at}/definition"], instantiatesUri=[f"{at}/uri"]),
        plan("gunnel", category=[{"coding": [{"system": f"{at}/codes", "code": "x"}]}]),
        *(plan("gunnel", text={"status": "generated", "div": div}) for div in (image, style, link)),
        {
            "resourceType": "Subscription",
            "status": "requested",
            "reason": "x",
            "criteria": "Goal?",
            "channel": {"type": "rest-hook", "endpoint": f"{at}/hook"},
        },
        {
            "resourceType": "ValueSet",
            "status": "active",
            "compose": {"include": [{"system": f"{at}/system"}]},
        },
    ]


def searches(at: str) -> list[tuple[str, dict[str, str]]]:
    return [
        ("CarePlan", {"category:in": f"{at}/valueset"}),
        ("Goal", {"subject": f"{at}/fhir/Patient/gunnel"}),
        ("CarePlan", {"instantiates-canonical": f"{at}/definition"}),
        ("CarePlan", {"_profile": f"{at}/profile"}),
        ("CarePlan", {"category:below": f"{at}/codes|x"}),
    ]


def test_the_listener_hears(listener: Listener) -> None:
    with urlopen(f"{listener.address}/hello") as answer:
        assert answer.status == 200
    assert listener.paths == ["/hello"]


def test_s_114_s_115_no_address_in_data_is_asked(house: House, maria: Caller, listener: Listener) -> None:
    stored = []
    for body in bodies(listener.address):
        answer = maria.post(f"/{body['resourceType']}", body)
        assert answer.status_code < 500, answer.text
        if answer.status_code == 201:
            stored.append(answer.headers["Location"].split("/fhir", 1)[1].split("/_history")[0])
    assert len(stored) >= 3, "what is stored is read, searched and shown too"
    for path in (*stored, "/Patient/gunnel/$everything", "/CarePlan?patient=gunnel&_include=*"):
        assert maria.get(path).status_code == 200, path
    for key in (each for each in stored if each.startswith("/CarePlan")):
        assert maria.get(f"{key}/$everything").status_code == 200
        assert maria.get(f"{key}/$document").status_code < 500
    for type, form in searches(listener.address):
        assert maria.search(type, form).status_code in (200, 400), form
    assert listener.paths == []


def test_s_115_no_condition_or_entry_leads_out(house: House, maria: Caller, listener: Listener) -> None:
    at = listener.address
    before = house.versions()
    for url in (
        f"{at}/fhir/Goal",
        "../oauth/token",
        "file:///etc/passwd",
        f"//{at.removeprefix('http://')}/Goal",
    ):
        for method in ("GET", "POST"):
            entry: Body = {"request": {"method": method, "url": url}}
            if method == "POST":
                entry["resource"] = goal("gunnel")
            for kind in ("batch", "transaction"):
                answer = maria.post("", {"resourceType": "Bundle", "type": kind, "entry": [entry]})
                assert answer.status_code < 500
                if answer.status_code == 200:
                    statuses = [each["response"]["status"][:3] for each in answer.json["entry"]]
                    assert statuses[0] in ("400", "404"), (url, answer.text)
    answer = maria.post("/Goal", goal("gunnel"), If_None_Exist=f"identifier={at}/system|x")
    assert answer.status_code == 201
    assert house.versions() == before + 1
    assert listener.paths == []


STRANGERS = RSAKey.generate_key(2048, {"kid": "strangers"})


@pytest.mark.parametrize("field", ["jwk", "jku", "x5c", "x5u"])
def test_s_063_no_key_that_a_token_brings_or_names_is_used_or_fetched(
    house: House, gunnel: Caller, listener: Listener, field: str
) -> None:
    """At the door, and as a client's assertion: the signature is right by the key that is offered."""
    offered = {
        "jwk": STRANGERS.as_dict(private=False),
        "jku": f"{listener.address}/jwks",
        "x5c": [b64encode(STRANGERS.as_der(private=False)).decode()],
        "x5u": f"{listener.address}/chain",
    }[field]
    head, payload, _ = (gunnel.token or "").split(".")
    hers = json.loads(urlsafe_b64decode(head + "=="))
    forged = jws.serialize_compact(
        hers | {field: offered}, urlsafe_b64decode(payload + "=" * 3), STRANGERS, registry=ANY
    )
    answer = Caller(house.app, forged).get("/Patient/gunnel")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')
    assertion = sign(claims(), STRANGERS, **{field: offered})
    form = {
        "grant_type": "client_credentials",
        "scope": "system/*.rs",
        "client_assertion_type": TYPE,
        "client_assertion": assertion,
    }
    asked = house.app.test_client().post("/oauth/token", data=form)
    assert (asked.status_code, asked.json["error"]) == (401, "invalid_client")
    assert listener.paths == []
