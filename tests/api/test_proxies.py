"""A header counts when the operator's proxy sent it, and only then."""

from dataclasses import replace

import pytest
from flask import request

from patientkontrakt.app import create_app
from patientkontrakt.config import Settings

FORWARDED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
}


@pytest.mark.parametrize(
    ("proxies", "sender", "caller", "scheme"),
    [
        ((), "10.0.0.5", "10.0.0.5", "http"),
        (("10.0.0.5",), "10.0.0.6", "10.0.0.6", "http"),
        (("10.0.0.5",), "10.0.0.5", "203.0.113.9", "https"),
    ],
)
def test_only_the_operators_proxies_are_believed(
    settings: Settings, proxies: tuple[str, ...], sender: str, caller: str, scheme: str
) -> None:
    app = create_app(replace(settings, proxies=proxies))

    @app.get("/who")
    def who() -> dict[str, str | None]:
        return {"caller": request.remote_addr, "scheme": request.scheme, "host": request.host}

    seen = app.test_client().get("/who", headers=FORWARDED, environ_overrides={"REMOTE_ADDR": sender}).json
    assert seen == {"caller": caller, "scheme": scheme, "host": "localhost"}
