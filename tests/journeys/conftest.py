"""The demo's people in a fresh database, as `demo load --people` leaves them."""

import pytest
from flask import Flask

from patientkontrakt import clock
from patientkontrakt.demo.load import Loading


@pytest.fixture
def region(app: Flask) -> Flask:
    """The whole service with people, units and relations, and neither consents nor plans."""
    house = app.extensions["patientkontrakt"]
    Loading(house.settings, house.database, house.counter, clock.now()).cast(only_people=True)
    return app
