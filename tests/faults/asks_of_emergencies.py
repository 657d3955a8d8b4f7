"""One request of each address where somebody opens, lifts or blocks, or sees who has."""

from collections.abc import Iterator
from datetime import timedelta

from patientkontrakt import clock
from tests.api.v1.emergencies import ASSESSED, SAID, WHY, ahead
from tests.faults.ask import Ask, Body

V1 = "/api/v1"


def asks() -> Iterator[Ask]:
    """About Gunnel."""
    until = clock.iso(clock.now() + timedelta(days=1))
    yield _staff("POST", "emergency/who", WHY)
    yield _staff("POST", "emergency", WHY | SAID | {"units": ["linden"]})
    yield _staff("GET", "emergency")
    yield _staff("POST", "emergency/end")
    yield _staff("POST", "lift", {"for": "enhet", "until": until, "method": "muntligt"})
    lift = {"unit": "eken", "until": until, "method": "muntligt"}
    yield Ask(
        "maria", "POST", f"{V1}/patients/<patient>/blocks/<consent>/lift",
        f"{V1}/patients/gunnel/blocks/ghost/lift", lift,
    )  # fmt: skip
    yield _staff("POST", "inability/who", ASSESSED)
    yield _staff("POST", "inability", ASSESSED | {"custodians": ["rydhalsan"], "until": ahead(1)})
    yield _staff("GET", "inability")
    yield Ask(
        "maria", "POST", f"{V1}/patients/<patient>/inability/<consent>/end",
        f"{V1}/patients/gunnel/inability/ghost/end",
    )  # fmt: skip
    yield _hers("GET", "blocks")
    yield _hers("POST", "blocks", {"kind": "inre", "organization": "linden"})
    yield Ask("gunnel", "POST", f"{V1}/my/blocks/<consent>/end", f"{V1}/my/blocks/ghost/end")
    yield _hers("GET", "emergencies")


def _hers(method: str, path: str, body: Body | None = None) -> Ask:
    return Ask("gunnel", method, f"{V1}/my/{path}", f"{V1}/my/{path}", body)


def _staff(method: str, path: str, body: Body | None = None) -> Ask:
    return Ask("maria", method, f"{V1}/patients/<patient>/{path}", f"{V1}/patients/gunnel/{path}", body)
