"""One request of each address by which an app is opened or closed, and who works where is decided."""

from collections.abc import Iterator

from patientkontrakt.auth.registry.registration import NewClient, register_client
from patientkontrakt.db import Tx
from tests.faults.ask import Ask, Body

V1 = "/api/v1"
SPARE = "spare-app"
NEW = {
    "name": "En app till",
    "scope": "openid patient/*.rs",
    "redirect_uris": ["https://app.exempel.se/tillbaka"],
    "with_secret": True,
}


def register_spare(tx: Tx, at: int) -> None:
    """An app that nobody of these tests uses: it may be closed."""
    uris = ("https://spare.exempel.se/tillbaka",)
    register_client(
        tx, NewClient(id=SPARE, name="Reserv", scope=NEW["scope"], redirect_uris=uris, with_secret=True), at
    )


def asks(change: str, given: str) -> Iterator[Ask]:
    """``change`` waits for a second administrator; ``given`` is what Gunnel has given an app. What closes most comes last."""
    yield Ask(
        "maria", "POST", f"{V1}/launches", f"{V1}/launches", {"app": "demo-staff-app", "patient": "gunnel"}
    )
    yield _admin("GET", "/ground")
    yield _admin("POST", "/clients", body=NEW)
    yield _of_spare("scopes", {"scope": "patient/CarePlan.rs"})
    home = {"redirect_uris": ["https://spare.exempel.se/tillbaka"], "logout_uris": [], "launch_uri": None}
    yield _of_spare("addresses", home | {"contact": "Driften"})
    yield _of_spare("keys", {"jwks_uri": "https://spare.exempel.se/jwks"})
    yield _of_spare("secret")
    yield _of_spare("suspend")
    yield _of_spare("reinstate")
    yield _admin("POST", "/changes/<change>/approve", change)
    yield _admin("POST", "/changes/<change>/refuse", change)
    to_johan = {"person": "Practitioner/johan", "unit": "eken", "role": "lakare"}
    yield _admin("POST", "/staff/search", body={"name": "Johan"})
    yield _admin("POST", "/people", body=to_johan)
    yield _admin("POST", "/people/<assignment>/end", "frida")
    yield Ask("gunnel", "DELETE", f"{V1}/my/apps/<given>", f"{V1}/my/apps/{given}")


def _of_spare(act: str, body: Body | None = None) -> Ask:
    return _admin("POST", f"/clients/<client>/{act}", SPARE, body)


def _admin(method: str, rule: str, id: str = "", body: Body | None = None) -> Ask:
    head, _, rest = rule.partition("<")
    path = head + id + rest.partition(">")[2] if rest else rule
    return Ask("astrid", method, f"{V1}/admin{rule}", f"{V1}/admin{path}", body)
