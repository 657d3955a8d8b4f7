"""A house with Gunnel's record in it, on each kind of database: one for a file, since filling it takes a while."""

import pytest

from patientkontrakt import clock
from patientkontrakt.records import writer
from patientkontrakt.records.importing.run import operator
from tests.api.fhir.conftest import gunnel, house, kind, logged, maria, petra, settled, signing_key
from tests.api.fhir.house import House
from tests.conformance import record
from tests.conformance.inspector import Inspector

__all__ = ["gunnel", "house", "kind", "logged", "maria", "petra", "settled", "signing_key"]


@pytest.fixture(scope="module")
def filled(settled: House) -> House:
    """The file's house with Gunnel's record, something of Birger's, and who made it."""
    for body in record.reference_data():
        settled.given(body, id=body["id"])
    with settled.counter.writing(operator(), clock.now()) as desk:
        writer.update(desk, "Patient", "gunnel", record.patient(), None, trust=writer.Trust("import"))
    hers, his = record.of_hers(), record.of_his()
    for body in (*hers, *record.provenance([*hers, record.patient()])):
        settled.given(body, id=body["id"])
    for body in his:
        settled.given(body, "rydhalsan-vc", id=body["id"])
    return settled


@pytest.fixture
def inspected(filled: House, house: House) -> Inspector:
    """The service as Gunnel's app meets it."""
    return Inspector(house.patient("gunnel"), house)
