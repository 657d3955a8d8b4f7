"""What matters to her, in her own words: it takes the place of what care wrote, and only she changes it after that."""

from typing import Any

import pytest

from tests.api.fhir.house import House
from tests.api.v1.people import patient, published, staff


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/my/story", {"version": 0}),
        ("/my/story", {"text": "Torget", "declined": True, "version": 0}),
        ("/my/story", {"text": "Torget"}),
        ("/my/story", {"text": "x" * 4001, "version": 0}),
    ],
)
def test_a_story_is_words_or_a_declining_over_a_version(
    house: House, path: str, body: dict[str, Any]
) -> None:
    published(staff(house, "maria"), "rut")
    assert patient(house, "rut").send("PUT", path, body).status_code == 422


def test_her_story_takes_the_place_of_what_care_wrote_and_is_hers_from_then_on(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    plan = published(maria, "gunnel")
    before = gunnel.done("GET", "/my/plan")["story"]
    assert (before["own"], before["version"]) == (False, 0)
    hers = gunnel.done("PUT", "/my/story", {"text": "Jag vill köpa blommor på torget.", "version": 0})
    seen = gunnel.done("GET", "/my/plan")["story"]
    assert (seen["id"], seen["own"], seen["version"]) == (hers["id"], True, hers["version"])
    assert seen["text"] == "Jag vill köpa blommor på torget."
    assert before["id"] != hers["id"]
    assert maria.done("GET", f"/contracts/{plan}")["story"]["text"] == seen["text"]
    edit = {"version": 0, "text": "Något annat"}
    assert maria.patch(f"/contracts/{plan}/sections/viktigt", edit).status_code == 422


def test_a_story_changed_meanwhile_is_not_overwritten(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    published(maria, "maja")
    version = maja.done("GET", "/my/plan")["story"]["version"]
    first = maja.done("PUT", "/my/story", {"text": "Mamma ska inte oroa sig.", "version": version})
    assert maja.send("PUT", "/my/story", {"text": "Nytt", "version": version}).status_code == 412
    declined = maja.done("PUT", "/my/story", {"declined": True, "version": first["version"]})
    assert declined["version"] == first["version"] + 1
    seen = maja.done("GET", "/my/plan")["story"]
    assert (seen["declined"], seen["text"]) == (True, None)
