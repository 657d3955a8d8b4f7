"""The same package as an application of its own: another process, another database, one setting, and our API over HTTP."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from joserfc.jwk import ECKey

from tests.clients.region import Region, running
from tests.portal.reading import Page, read

SCOPE = "openid fhirUser online_access patient/*.cruds user/*.cruds"


@pytest.fixture(scope="module")
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Region:
    """The service, with an API and an authorization server."""
    return running(request.config, tmp_path_factory.mktemp("region"))


@pytest.fixture(scope="module")
def alone(service: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    """A portal in front of it, registered as any vendor's would be: with its public key and its own address."""
    folder = tmp_path_factory.mktemp("alone")
    portal = Region(
        folder, PATIENTKONTRAKT_PORTAL_API=service.base, PATIENTKONTRAKT_PORTAL_CLIENT="another-portal"
    )
    public = _make_key(portal.var / "keys" / "portal.jwk", folder / "public.jwks")
    service.command(
        "client", "register", "--id", "another-portal", "--name", "En annan portal", "--scope", SCOPE,
        "--redirect-uri", f"{portal.base}/inloggad", "--jwks", str(public),
    )  # fmt: skip
    portal.start()
    yield portal
    portal.stop()


def _make_key(private: Path, public: Path) -> Path:
    key = ECKey.generate_key("P-384", {"kid": "another-1", "use": "sig", "alg": "ES384"})
    private.parent.mkdir(parents=True, mode=0o700)
    with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        json.dump(key.as_dict(private=True), file)
    public.write_text(json.dumps({"keys": [key.as_dict(private=False)]}))
    return public


class Browser:
    """A browser between two addresses; its forms go where they say."""

    def __init__(self, portal: Region) -> None:
        self.client = httpx.Client(follow_redirects=True, headers={"Accept-Language": "sv"})
        self.base = portal.base
        self.url, self.page = "", Page()

    def get(self, path: str) -> Page:
        return self._shown(self.client.get(self.base + path))

    def send(self, action: str, **said: str | list[str]) -> Page:
        there = httpx.URL(self.url).join(action)
        fields: dict[str, list[str]] = {}
        for name, value in self.page.form(action).filled(said):
            fields.setdefault(name, []).append(value)
        return self._shown(self.client.post(there, data=fields))

    def _shown(self, answer: httpx.Response) -> Page:
        self.url, self.page = str(answer.url), read(answer.text)
        return self.page


@pytest.fixture
def gunnel(alone: Region) -> Iterator[Browser]:
    """Her browser."""
    browser = Browser(alone)
    yield browser
    browser.client.close()


def test_it_has_neither_an_api_nor_an_authorization_server_of_its_own(alone: Region) -> None:
    for path in ("/fhir/metadata", "/api/v1/my/plan", "/oauth/jwks", "/logga-in"):
        assert httpx.get(alone.base + path).status_code == 404
    assert httpx.get(f"{alone.base}/health/ready").status_code == 200


def test_gunnel_signs_in_approves_reads_and_leaves(alone: Region, service: Region, gunnel: Browser) -> None:
    gunnel.get("/min/planering")
    assert gunnel.url.startswith(f"{service.base}/logga-in")
    gunnel.send("/logga-in", person="gunnel")
    approval = gunnel.page.forms[-1]
    gunnel.send(approval.action, decision="approve", scope=approval.choices["scope"])
    assert gunnel.url == f"{alone.base}/min/planering"
    assert "Min planering" in gunnel.page.h1
    gunnel.send("/lamna")
    assert gunnel.url.startswith(f"{service.base}/logga-ut")
    gunnel.get("/min/planering")
    assert gunnel.url.startswith(f"{service.base}/logga-in")
