"""What the portal asks of the API is what the page meant, whatever stands in the page's address."""

import httpx
import pytest

from patientkontrakt.portal.gateway import Caller, Gateway
from patientkontrakt.portal.refusals import Refused

SOMEBODY = Caller("a-token", "sv", "")


def asked(path: str) -> list[str]:
    """Where the question went."""
    heard: list[str] = []

    def hear(request: httpx.Request) -> httpx.Response:
        heard.append(request.url.raw_path.decode())
        return httpx.Response(200, json={})

    Gateway("https://api.example", httpx.MockTransport(hear)).ask(SOMEBODY, "GET", path)
    return heard


@pytest.mark.parametrize("id", ["..", "."])
def test_an_id_never_leads_upwards(id: str) -> None:
    with pytest.raises(Refused) as refused:
        asked(f"/contracts/{id}/participants")
    assert refused.value.status == 404


@pytest.mark.parametrize(
    ("id", "sent"), [("x?patient=y", "x%3Fpatient%3Dy"), ("x#", "x%23"), ("%2e%2e", "%252e%252e")]
)
def test_an_id_stays_one_segment(id: str, sent: str) -> None:
    assert asked(f"/contracts/{id}/participants") == [f"/api/v1/contracts/{sent}/participants"]
