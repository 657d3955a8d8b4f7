"""A value too long for PostgreSQL's index is the caller's to shorten (422), never a 503 to repeat; SQLite stores it."""

import random

import pytest

from tests.api.fhir.house import Body, Caller, House

SUBJECT = {"reference": "Patient/gunnel"}


def long(letters: int) -> str:
    """Text that does not compress, three bytes a letter."""
    made = random.Random(letters)
    return "".join(chr(made.randint(0x4E00, 0x9FFF)) for _ in range(letters))


def observation(**more: object) -> Body:
    code = {"coding": [{"system": "http://x.example/koder", "code": "kod"}]}
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": code,
        "subject": SUBJECT,
        **more,
    }


BODIES = {
    "code": observation(code={"coding": [{"system": "http://x.example", "code": long(3_000)}]}),
    "text": observation(valueString=long(3_000)),
    "pair": observation(
        code={"coding": [{"system": "http://x.example/" + long(300), "code": long(300)}]},
        valueString=long(300),
    ),
    "address": observation(meta={"profile": ["http://x.example/" + long(3_000)]}),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_value_that_no_index_holds_is_refused_or_stored_whole(
    body: Body, house: House, maria: Caller, kind: str
) -> None:
    before = house.versions()
    answer = maria.post("/Observation", body)
    if kind == "sqlite":
        assert answer.status_code == 201, answer.text
        return
    assert (answer.status_code, house.versions()) == (422, before), answer.text
    assert answer.json["issue"][0]["code"] == "too-long"
    again = maria.post("/Observation", observation())
    assert again.status_code == 201, "the connection is of use"


def test_in_a_batch_it_is_its_entrys_own_fault(house: House, maria: Caller, kind: str) -> None:
    entries = [
        {"resource": each, "request": {"method": "POST", "url": "Observation"}}
        for each in (BODIES["code"], observation())
    ]
    told = maria.post("", {"resourceType": "Bundle", "type": "batch", "entry": entries})
    first = "201" if kind == "sqlite" else "422"
    assert [each["response"]["status"][:3] for each in told.json["entry"]] == [first, "201"]
    whole = maria.post("", {"resourceType": "Bundle", "type": "transaction", "entry": entries})
    assert whole.status_code == (200 if kind == "sqlite" else 422), whole.text
