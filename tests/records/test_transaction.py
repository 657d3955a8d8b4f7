"""Transactions: one patient, all or nothing, references between entries, refusals that name their entry."""

from typing import Any

import pytest

from patientkontrakt.fhir.bundle import parse_bundle
from patientkontrakt.fhir.outcome import Invalid, Malformed, VersionConflict
from patientkontrakt.policy.decision import AccessRefused
from patientkontrakt.records import reader, transaction, writer
from patientkontrakt.records.counter import Counter
from tests.cast import NOW, client, staff
from tests.records.region import goal, imported_by, plan

MARIA = staff("maria")


def post(resource: dict[str, Any], full_url: str | None = None) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "resource": resource,
        "request": {"method": "POST", "url": resource["resourceType"]},
    }
    return entry | ({"fullUrl": full_url} if full_url else {})


def put(resource: dict[str, Any], **request: str) -> dict[str, Any]:
    url = f"{resource['resourceType']}/{resource['id']}"
    return {"resource": resource, "request": {"method": "PUT", "url": url, **request}}


def run(counter: Counter, *entries: dict[str, Any], actor: Any = MARIA) -> list[transaction.Outcome]:
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": list(entries)}
    with counter.writing(actor, NOW) as desk:
        return transaction.run(desk, parse_bundle(bundle))


def stored(counter: Counter) -> int:
    with counter.database.read() as tx:
        row = tx.row("SELECT count(*) FROM version")
    return row[0] if row else 0


GOAL_URL = "urn:uuid:0c1d7f6e-0000-4000-8000-000000000001"


def test_two_patients_in_one_transaction_are_refused_and_nothing_is_stored(counter: Counter) -> None:
    before = stored(counter)
    with pytest.raises(Invalid):
        run(counter, post(goal("gunnel")), post(goal("birger")))
    assert stored(counter) == before


def test_one_bad_entry_refuses_all_and_is_named(counter: Counter) -> None:
    before = stored(counter)
    with pytest.raises(Invalid) as refused:
        run(counter, post(goal("gunnel")), post({**goal("gunnel"), "lifecycleStatus": "banana"}))
    assert refused.value.issues[0].expression == ("Bundle.entry[1].resource.lifecycleStatus",)
    assert stored(counter) == before


def test_an_if_match_inside_a_transaction_is_honoured(counter: Counter) -> None:
    [made] = run(counter, post(goal("gunnel")))
    body = {**goal("gunnel", "Gå längre"), "id": made.stored.id}
    run(counter, put(body, ifMatch='W/"1"'))
    with pytest.raises(VersionConflict):
        run(counter, post(plan("gunnel")), put(body, ifMatch='W/"1"'))


def test_an_entry_the_token_does_not_cover_refuses_the_whole(counter: Counter) -> None:
    narrow = staff("maria", "user/Goal.cruds")
    before = stored(counter)
    with pytest.raises(AccessRefused):
        run(counter, post(goal("gunnel")), post(plan("gunnel")), actor=narrow)
    assert stored(counter) == before


def test_a_reference_to_no_entry_is_refused(counter: Counter) -> None:
    with pytest.raises(Malformed):
        run(counter, post(plan("gunnel", goal=[{"reference": GOAL_URL}])))


def test_a_search_in_a_transaction_is_refused_and_not_ignored(counter: Counter) -> None:
    with pytest.raises(Malformed):
        run(counter, {"request": {"method": "GET", "url": "Goal?patient=gunnel"}})


def test_entries_point_at_each_other_whatever_their_order(counter: Counter) -> None:
    outcomes = run(
        counter, post(plan("gunnel", goal=[{"reference": GOAL_URL}])), post(goal("gunnel"), full_url=GOAL_URL)
    )
    assert [outcome.status for outcome in outcomes] == [201, 201]
    made, target = outcomes
    assert made.stored.body()["goal"] == [{"reference": f"Goal/{target.stored.id}"}]


def test_provenance_belongs_to_the_patient_of_what_the_same_transaction_makes(counter: Counter) -> None:
    provenance = {
        "resourceType": "Provenance",
        "target": [{"reference": GOAL_URL}],
        "recorded": "2026-11-21T12:00:00+01:00",
        "agent": [{"who": {"reference": "Organization/linden"}}],
    }
    _, told = run(counter, post(goal("gunnel"), full_url=GOAL_URL), post(provenance))
    assert told.stored.patient == "gunnel"


def test_a_transaction_gives_one_log_row_for_what_it_made(counter: Counter, logged: Any) -> None:
    first, second = run(counter, post(goal("gunnel")), post(plan("gunnel")))
    [(action, outcome, reason, patient, items)] = logged()
    assert (action, outcome, reason, patient) == ("create", "permitted", "relation", "gunnel")
    assert set(items.split()) == {f"{each.stored.key}@1" for each in (first, second)}


def test_a_feed_writes_and_never_reads(counter: Counter) -> None:
    with counter.writing(client("demo-feed"), NOW) as desk:
        encounter = {
            "resourceType": "Encounter",
            "id": "visit-1",
            "status": "finished",
            "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "EMER"},
            "subject": {"reference": "Patient/gunnel"},
        }
        made = writer.put(desk, "Encounter", "visit-1", encounter, None)
    assert (made.version, made.custodian) == (1, "region-exempel")
    with pytest.raises(AccessRefused), counter.reading(client("demo-feed"), NOW) as desk:
        reader.read(desk, "Encounter", "visit-1")


def test_an_import_says_whose_an_entry_is(counter: Counter) -> None:
    with counter.writing(MARIA, NOW) as desk:
        mine = writer.create(desk, goal("gunnel"))
        theirs = writer.create(desk, goal("gunnel"), trust=imported_by("hemsjukvarden-ekby"))
    assert (mine.unit, mine.custodian) == ("linden", "region-exempel")
    assert (theirs.unit, theirs.custodian) == ("hemsjukvarden-ekby", "ekby-kommun.hsv")
