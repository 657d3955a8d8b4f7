"""Whatever shape a file's resources have, an import refuses with a reason; it never breaks."""

from typing import Any

import pytest

from patientkontrakt.records.counter import Counter
from tests.records.importing.folder import Folder, load, nothing_stored
from tests.records.region import goal, patient_body, plan

Body = dict[str, Any]
ODD = (
    None,
    True,
    0,
    "",
    "x",
    [],
    [[]],
    {},
    {"reference": 1},
    {"reference": "Goal/1 "},
    [{"a": ["b"]}],
    "Patient?x",
)

SOUND: tuple[Body, ...] = (
    {**patient_body("asta"), "id": "asta"},
    {**goal("gunnel"), "id": "g1", "meta": {"tag": [{"system": "a", "code": "b"}]}},
    {**plan("gunnel"), "id": "p1", "identifier": [{"system": "a", "value": "b"}]},
    {
        "resourceType": "Provenance",
        "id": "v1",
        "target": [{"reference": "Goal/g1"}],
        "recorded": "2026-11-21T12:00:00Z",
        "agent": [
            {"type": {"coding": [{"system": "a", "code": "b"}]}, "who": {"reference": "Organization/linden"}}
        ],
    },
    {
        "resourceType": "AppointmentResponse",
        "id": "r1",
        "appointment": {"display": "x"},
        "participantStatus": "accepted",
    },
)


def spoiled(resource: Body) -> list[Body]:
    """The resource with each of its elements, in turn, of each odd shape."""
    return [{**resource, name: odd} for name in resource if name != "resourceType" for odd in ODD]


@pytest.mark.parametrize("resource", SOUND, ids=lambda each: each["resourceType"])
@pytest.mark.parametrize("again", [False, True], ids=["new", "stored"])
def test_an_odd_shape_is_refused_or_stored_and_never_breaks_the_import(
    counter: Counter, folder: Folder, resource: Body, again: bool
) -> None:
    if again:
        load(counter, folder.bundle("sound.json", *SOUND), keep_going=True)
    files = [folder.json(f"{number}.json", odd) for number, odd in enumerate(spoiled(resource))]
    for file in files:
        report = load(counter, file, keep_going=True, skip_unsupported=True)
        assert report.faults or report.tally.made + report.tally.changed + report.tally.same == 1


@pytest.mark.parametrize("name", ["resource", "fullUrl", "request"])
def test_an_odd_entry_is_refused_or_read(counter: Counter, folder: Folder, name: str) -> None:
    for odd in ODD:
        entry = {"resource": {**goal("gunnel"), "lifecycleStatus": "banana"}, name: odd}
        with nothing_stored(counter):
            assert load(counter, folder.json("a.json", {"resourceType": "Bundle", "entry": [entry]})).faults
