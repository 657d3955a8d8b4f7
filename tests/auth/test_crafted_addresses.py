"""What anybody may put in the addresses of signing in and out: refused without a fault of ours, on both databases."""

import base64
from urllib.parse import urlencode

import pytest

from patientkontrakt.auth.signing_in.seal import opened, sealed
from tests.auth.flow import post
from tests.auth.forms import read
from tests.auth.house import House

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
HEADERS = (
    '{"alg":"dir","enc":[]}',
    '{"alg":"dir","enc":"A256GCM","crit":1}',
    '{"alg":"dir","enc":"A256GCM","zip":"DEF"}',
    '{"alg":[],"enc":"A256GCM"}',
    "[]",
)


def _five_parts(header: str) -> str:
    return base64.urlsafe_b64encode(header.encode()).rstrip(b"=").decode() + "...."


@ON_SQLITE
@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize(
    "address", ["/logga-ut/tillbaka?state=", "/logga-ut/vidare?val=", "/logga-ut?vidare="]
)
def test_a_seal_with_a_header_of_ones_own_opens_nothing(house: House, address: str, header: str) -> None:
    assert house.app.test_client().get(address + _five_parts(header)).status_code in (200, 303)


@ON_SQLITE
def test_a_seal_of_ours_under_another_header_opens_nothing(house: House) -> None:
    right = sealed(house.authority, "x", 1)
    rest = right[right.index(".") :]
    assert opened(house.authority, "x", right) == 1
    for header in HEADERS:
        assert opened(house.authority, "x", _five_parts(header).rstrip(".") + rest) is None


@pytest.mark.parametrize("client", ["%00", "%ED%A0%80", "a&client_id=b", "x" * 5000])
def test_where_a_sign_in_leads_is_read_as_every_other_request(house: House, client: str) -> None:
    target = urlencode({"next": f"/oauth/authorize?client_id={client}"})
    assert house.app.test_client().get(f"/logga-in?{target}").status_code == 200


@pytest.mark.parametrize("name", ["client_id", "state"])
def test_the_form_of_signing_out_is_read_as_every_other_request(house: House, name: str) -> None:
    browser = house.app.test_client()
    fields = read(browser.get("/logga-in").text)[0].fields
    fields = [*fields, ("client_id", "demo-app"), ("post_logout_redirect_uri", "http://127.0.0.1/after")]
    wrong = [(each, value) for each, value in fields if each != name] + [(name, "a\x00b")]
    assert post(browser, "/logga-ut", wrong).status_code == 400
