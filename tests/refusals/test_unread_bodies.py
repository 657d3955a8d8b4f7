"""XML, and whatever else is no JSON of ours, is refused before a byte of it is read (security.md R9, S-112, S-136)."""

import pytest
from werkzeug.test import TestResponse

from tests.api.fhir.house import Caller, House

XML = ("application/fhir+xml", "application/xml", "text/xml", "text/xml; charset=utf-8")
# Where a body goes, and what it would be.
WRITES = (
    ("POST", "/Goal"),
    ("PUT", "/Goal/x"),
    ("PUT", "/Goal?_id=x"),
    ("PATCH", "/Goal/x"),
    ("PATCH", "/Goal?_id=x"),
    ("POST", ""),
    ("POST", "/Patient/gunnel/$everything"),
    ("POST", "/CarePlan/x/$changes"),
    ("POST", "/Goal/$validate"),
    ("POST", "/Goal/x/$validate"),
)


class Body:
    """A body that remembers whether it was read."""

    def __init__(self) -> None:
        self.was_read = False

    def read(self, *size: int) -> bytes:
        self.was_read = True
        return b""

    readline = readinto = read


def sent(caller: Caller, method: str, path: str, **headers: str) -> tuple[TestResponse, bool]:
    """The answer to a request with a body, and whether that was read."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named |= {"Authorization": f"Bearer {caller.token}"}
    body = Body()
    answer = caller.app.test_client().open(
        f"/fhir{path}",
        method=method,
        headers=named,
        environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": "5000"},
    )
    return answer, body.was_read


def test_a_body_of_ours_is_read(house: House, maria: Caller) -> None:
    """The trap works: without this every test here would pass."""
    _, was_read = sent(maria, "POST", "/Goal", Content_Type="application/fhir+json")
    assert was_read


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_s_112_xml_is_415_before_it_is_read(method: str, path: str, house: House, maria: Caller) -> None:
    for content_type in XML:
        told(sent(maria, method, path, Content_Type=content_type), 415)


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_s_136_what_is_packed_or_of_another_charset_is_415_before_it_is_read(
    method: str, path: str, house: House, maria: Caller
) -> None:
    json = "application/fhir+json"
    for headers in (
        {"Content_Type": json, "Content_Encoding": "gzip"},
        {"Content_Type": json, "Content_Encoding": "br, gzip"},
        {"Content_Type": f"{json}; charset=utf-16"},
        {"Content_Type": f"{json}; charset=nosuch"},
        {"Content_Type": "multipart/form-data; boundary=x"},
    ):
        told(sent(maria, method, path, **headers), 415)


def test_s_136_a_packed_form_is_415_before_it_is_unpacked(house: House, maria: Caller) -> None:
    form = "application/x-www-form-urlencoded"
    for path in ("/Goal/_search", "/_search", "/Patient/gunnel/Goal/_search", "/AuditEvent/_search"):
        told(sent(maria, "POST", path, Content_Type=form, Content_Encoding="gzip"), 415)


@pytest.mark.parametrize("asked", [*XML, "text/html", "application/fhir+json;q=0"])
def test_s_112_an_answer_in_xml_is_406_before_anything_is_read(
    asked: str, house: House, maria: Caller
) -> None:
    for method, path in (*WRITES, ("GET", "/Goal/x"), ("GET", "/Goal"), ("POST", "/Goal/_search")):
        told(sent(maria, method, path, Content_Type="application/fhir+json", Accept=asked), 406)


def test_s_112_format_wins_over_accept(house: House, maria: Caller) -> None:
    for format in ("xml", "application/fhir%2Bxml", "text/xml", "ttl", "html"):
        refused(maria.get(f"/Goal/x?_format={format}", Accept="application/fhir+json"), 406)
    assert maria.get("/Goal?_format=json", Accept="application/fhir+xml").status_code == 200


def told(sent: tuple[TestResponse, bool], status: int) -> None:
    """Refused, and nothing of the body was read."""
    answer, was_read = sent
    refused(answer, status)
    assert not was_read


def refused(answer: TestResponse, status: int) -> None:
    """The status, and an OperationOutcome in JSON that says what to send instead."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/fhir+json; charset=utf-8"
    [issue] = answer.json["issue"]
    assert issue["code"] == "not-supported"
    assert "json" in issue["diagnostics"]
