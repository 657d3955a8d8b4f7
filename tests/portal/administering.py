"""What an administrator asks for in tests of her pages, and the second pair of eyes."""

from typing import Any

from flask import Flask

from patientkontrakt.auth.administration import client_changes
from patientkontrakt.cli.operator import operators_hand
from tests.portal.visitor import Visitor

ONE = "/administrera/program/demo-app"
NEW = {
    "namn": "Kalender",
    "nummer": "kalender",
    "behorigheter": "openid\npatient/Appointment.rs",
    "adresser": "https://kalender.example/in",
}


def by_operator(region: Flask, act: Any, *said: Any) -> Any:
    """The second pair of eyes: the demo has one administrator, and an operator."""
    house = region.extensions["patientkontrakt"]
    with house.database.write() as tx:
        return act(tx, operators_hand(house, tx), *said)


def waiting(region: Flask) -> list[client_changes.Change]:
    with region.extensions["patientkontrakt"].database.read() as tx:
        return client_changes.waiting(tx)


def asked_for(astrid: Visitor, region: Flask, **said: str) -> client_changes.Change:
    """A new program that Astrid has asked for."""
    astrid.get("/administrera/nytt-program")
    astrid.send("/administrera/nytt-program", **(NEW | said))
    assert "väntar på en andra administratör" in astrid.page.words
    return waiting(region)[-1]
