"""A text of any length is found on both databases. A code or an address too long for PostgreSQL's index is the caller's to
shorten (422), never a 503 to repeat; SQLite stores it."""

import random

import pytest

from tests.api.fhir.house import Body, Caller, House

LONGEST_ASKED = 1_000
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
    "pair": observation(
        code={"coding": [{"system": "http://x.example/" + long(300), "code": long(300)}]},
        valueString=long(300),
    ),
    "address": observation(meta={"profile": ["http://x.example/" + long(3_000)]}),
}


@pytest.mark.parametrize("letters", [400, 401, 900, 3_000])
def test_a_long_text_is_found_by_any_part_of_it_and_by_no_other(
    letters: int, house: House, maria: Caller
) -> None:
    text = long(letters)
    other = f"{text[:-1]}a"
    keys = [maria.post("/Observation", observation(valueString=each)).json["id"] for each in (text, other)]
    both, first = set(keys), {keys[0]}
    cases: tuple[tuple[str, str, set[str]], ...] = (
        ("", text[:200], both), ("", text[:900], both if letters > 900 else first), ("", f"{text[:850]}a", set()),
        ("", text[:-1], both), ("", text, first), ("", f"{text}a", set()),
        ("", text[1:], set()), (":exact", text, first), (":exact", text[:-1], set()),
        (":contains", text[-30:], first), (":contains", text[-30:-1], both), (":contains", text[380:], first),
        (":contains", f"{text[-30:]}a", set()),
    )  # fmt: skip
    for modifier, asked, expected in (case for case in cases if len(case[1]) <= LONGEST_ASKED):
        found = maria.search("Observation", {"patient": "gunnel", f"value-string{modifier}": asked})
        assert found.status_code == 200, found.text
        assert {each["resource"]["id"] for each in found.json.get("entry", [])} == expected, (
            modifier,
            len(asked),
        )
    ordered = maria.search("Observation", {"_sort": "value-string", "value-string": text[:200]}).json
    assert {each["resource"]["id"] for each in ordered["entry"]} == both


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
