"""An export is asked after, fetched, cancelled and forgotten (conformance.md BD-11 … BD-15, BD-18 … BD-20; security.md S-047)."""

import json
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fhir.resources.R4B import get_fhir_model_class

from patientkontrakt import clock
from patientkontrakt.auth.registry import clients
from patientkontrakt.fhir import systems
from patientkontrakt.store import jobs
from tests.api.fhir.house import FHIR, House
from tests.bulk.integrator import GROUP, Export, Integrator
from tests.bulk.test_contents import changed
from tests.records.protected import LABEL
from tests.refusals.test_suppressed import sparr

DAY = 24 * 60 * 60 * 1000


def below(url: str) -> str:
    return url.removeprefix(FHIR)


def folder(export: Export) -> Path:
    return export.integrator.exports.folder_of(export.status.rpartition("/")[2])


def first_file(export: Export, type: str = "Goal") -> str:
    return next(below(each["url"]) for each in export.manifest["output"] if each["type"] == type)


def is_not_found(answer: Any) -> None:
    assert (answer.status_code, answer.json["issue"][0]["code"]) == (404, "not-found"), answer.text
    get_fhir_model_class("OperationOutcome").model_validate(answer.json)


def test_bd_11_while_it_is_under_way_it_says_how_far_it_has_come(integrator: Integrator) -> None:
    status, seen = integrator.begun(), list[tuple[str, str]]()
    assert integrator.get(status).headers["X-Progress"] == "waiting"

    def look() -> None:
        answer = integrator.get(status, Accept="application/json")
        assert (answer.status_code, answer.data) == (202, b"")
        seen.append((answer.headers["X-Progress"], answer.headers["Retry-After"]))

    integrator.work(look, patients=1, kept_bytes=1)
    assert seen == [("0 of 2 patients", "1"), ("1 of 2 patients", "1"), ("2 of 2 patients", "1")]


def test_bd_12_13_the_manifest_is_whole(integrator: Integrator) -> None:
    path = f"/Group/{GROUP}/$export?_type=Goal,Patient&_outputFormat=ndjson"
    status = integrator.begun(path)
    integrator.work()
    answer = integrator.get(status, Accept="application/json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert "GMT" in answer.headers["Expires"]
    manifest = answer.json
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", manifest["transactionTime"])
    assert manifest["request"] == FHIR + path
    assert manifest["requiresAccessToken"] is True
    assert manifest["error"] == []
    assert {each["type"] for each in manifest["output"]} == {"Goal", "Patient"}
    for each in manifest["output"]:
        assert each["url"].startswith(f"{FHIR}{status}/")
        assert each["count"] > 0


def test_files_end_at_a_size_and_lie_for_the_service_alone(integrator: Integrator) -> None:
    status = integrator.begun()
    integrator.work(file_bytes=1, patients=1)
    export = integrator.told(status)
    goals = [each for each in export.manifest["output"] if each["type"] == "Goal"]
    assert len(goals) == 2
    assert len({each["url"] for each in export.manifest["output"]}) == len(export.manifest["output"])
    assert stat.S_IMODE(folder(export).stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder(export).iterdir()} == {0o600}


def test_bd_14_a_failed_export_is_told_and_holds_nothing(alone: Integrator) -> None:
    status = alone.begun()
    id = status.rpartition("/")[2]
    with alone.house.database.write() as tx:
        at = clock.millis(clock.now())
        job = jobs.claim(tx, ("export",), at, 1_000)
        assert job
        jobs.fail(tx, job, "Damaged", None, at)
    answer = alone.get(status)
    assert (answer.status_code, answer.json["resourceType"]) == (500, "OperationOutcome")
    is_not_found(alone.get(f"/_export/{id}/Goal.1.ndjson"))


def test_a_client_that_loses_its_rights_gets_nothing(alone: Integrator) -> None:
    """The rights are asked anew of every page: what it has got by then is removed."""
    for statement in OF_THE_CLIENT.values():
        status = alone.begun(f"/Group/{GROUP}/$export")
        alone.work(lambda statement=statement: alone.house.change(statement), patients=1, kept_bytes=1)  # type: ignore[misc]
        assert not alone.exports.leftovers()
        restored(alone.house)
        answer = alone.get(status)
        assert (answer.status_code, answer.json["resourceType"]) == (403, "OperationOutcome")


def test_bd_15_20_a_file_is_its_clients_alone(integrator: Integrator, house: House, logged: Any) -> None:
    export = integrator.exported()
    file = first_file(export)
    assert house.stranger().get(file).status_code == 401
    assert house.stranger().get(export.status).status_code == 401
    for caller in (house.patient("gunnel"), house.staff("maria"), house.system("demo-feed")):
        for method, path in (("GET", file), ("GET", export.status), ("DELETE", export.status)):
            is_not_found(caller.send(method, path))
    assert integrator.get(file).status_code == 200
    refused = [row for row in logged() if row[1] == "refused"]
    assert [row[:3] for row in refused] == [("export", "refused", "not_there")] * 9


def test_another_client_of_the_same_region_finds_nothing(integrator: Integrator, house: House) -> None:
    with house.database.write() as tx:
        known = clients.find(tx, "demo-integrator")
        assert known
        if clients.find(tx, "another-integrator") is None:
            tx.run(
                f"INSERT INTO client ({clients.COLUMNS}) SELECT 'another-integrator',"
                f" {clients.COLUMNS.partition(', ')[2]} FROM client WHERE id = 'demo-integrator'"
            )
    export = integrator.exported()
    another = house.system("another-integrator", "system/*.rs")
    for path in (export.status, first_file(export)):
        is_not_found(another.get(path))


def test_s_047_only_what_the_manifest_names_can_be_fetched(integrator: Integrator) -> None:
    export = integrator.exported("/Patient/$export?_type=Goal")
    for name in ("..%2f..%2fkeys%2fsecret", "..", "%2e%2e/Goal.1.ndjson", "../Goal.1.ndjson", "whom.1.ndjson", "lock",
                 "Goal.2.ndjson", "%2fetc%2fpasswd", "Goal.1.ndjson%00", "goal.1.ndjson"):  # fmt: skip
        assert integrator.get(f"{export.status}/{name}").status_code == 404, name
    assert integrator.get(first_file(export)).status_code == 200
    for id in ("ghost", "..", "%2e%2e", "x" * 300, "a/b"):
        assert integrator.get(f"/_export/{id}").status_code == 404, id
        assert integrator.caller.send("DELETE", f"/_export/{id}").status_code in (404, 405)


def test_bd_18_19_cancelled_under_way_nothing_is_left(integrator: Integrator) -> None:
    status = integrator.begun()

    def cancel() -> None:
        integrator.caller.send("DELETE", status)

    integrator.work(cancel, patients=1, kept_bytes=1)
    is_not_found(integrator.get(status))
    assert status.rpartition("/")[2] not in integrator.exports.leftovers()
    is_not_found(integrator.caller.send("DELETE", status))


def test_bd_18_19_deleted_when_it_is_done_nothing_is_left(integrator: Integrator) -> None:
    export = integrator.exported()
    file = first_file(export)
    assert integrator.caller.send("DELETE", export.status).status_code == 202
    assert not folder(export).exists()
    for path in (export.status, file):
        is_not_found(integrator.get(path))


def test_files_are_removed_after_their_time(integrator: Integrator) -> None:
    export = integrator.exported()
    house, now = integrator.house, clock.millis(clock.now())
    abandoned = integrator.exports.folder_of("nobodys")
    abandoned.mkdir()
    integrator.exports.tidy(house.database, now)
    assert folder(export).exists()
    assert not abandoned.exists()
    integrator.exports.tidy(house.database, now + DAY + 60_000)
    assert not folder(export).exists()
    house.change("UPDATE job SET ended = ended - :day WHERE state = 'done'", day=DAY + 60_000)
    is_not_found(integrator.get(export.status))
    is_not_found(integrator.get(first_file(export)))


def _unlisted(house: House) -> None:
    changed(house, "Group", GROUP, lambda body: body.update(member=body["member"][:1]))


OF_THE_CLIENT = {
    "a group of another": "UPDATE client SET group_ids = 'another' WHERE id = 'demo-integrator'",
    "another organization": "UPDATE client SET organization = 'ekby-kommun.hsv' WHERE id = 'demo-integrator'",
    "suspended": "UPDATE client SET status = 'suspended' WHERE id = 'demo-integrator'",
}
OF_PATIENTS: dict[str, Callable[[House], object]] = {
    "no member any more": _unlisted,
    "a block": lambda house: house.given(sparr("sparr-inre", "linden")),
    "a protected identity": lambda house: house.protect("Patient", "gunnel", LABEL),
}


def restored(house: House) -> None:
    """The client as it was registered."""
    house.change(
        "UPDATE client SET status = 'active', group_ids = :group, organization = 'region-exempel'"
        " WHERE id = 'demo-integrator'", group=GROUP,
    )  # fmt: skip


def test_the_law_is_asked_again_at_the_download(alone: Integrator) -> None:
    """What has closed since: the client's rights close every file, a patient's rights those with patients in them."""
    path = f"/Group/{GROUP}/$export?_type=Patient,Organization"
    for statement in OF_THE_CLIENT.values():
        export = alone.exported(path)
        assert alone.get(first_file(export, "Patient")).status_code == 200
        alone.house.change(statement)
        for type in ("Patient", "Organization"):
            assert alone.get(first_file(export, type)).status_code in (401, 404)
        restored(alone.house)
    for close in OF_PATIENTS.values():
        export = alone.exported(path)
        assert alone.get(first_file(export, "Patient")).status_code == 200
        close(alone.house)
        is_not_found(alone.get(first_file(export, "Patient")))
        assert alone.get(first_file(export, "Organization")).status_code == 200


def test_a_narrower_token_fetches_what_it_covers(integrator: Integrator, house: House) -> None:
    export = integrator.exported("/Patient/$export?_type=Goal,CarePlan")
    narrow = house.system("demo-integrator", "system/Goal.rs")
    assert Integrator(house, narrow).get(first_file(export, "Goal")).status_code == 200
    is_not_found(narrow.get(first_file(export, "CarePlan")))


def test_in_a_batch_there_is_no_export(integrator: Integrator) -> None:
    export = integrator.exported()
    entries = [
        {"request": {"method": "GET", "url": url}} for url in ("$export", first_file(export).lstrip("/"))
    ]
    answer = integrator.caller.send(
        "POST", "", {"resourceType": "Bundle", "type": "batch", "entry": entries}, {"Prefer": "respond-async"}
    )
    assert [each["response"]["status"][:3] for each in answer.json["entry"]] == ["400", "404"]


def test_nothing_in_the_queue_is_anybodys_data(integrator: Integrator, house: House) -> None:
    integrator.exported()
    text = json.dumps(house.rows("SELECT fault, progress FROM job"), default=str)
    assert systems.PERSONNUMMER not in text
    assert "Gunnel" not in text


def test_a_file_is_sent_by_the_operating_system(integrator: Integrator) -> None:
    export = integrator.exported()
    answer = integrator.get(first_file(export), Range="bytes=0-9")
    assert (answer.status_code, len(answer.data)) == (206, 10)
    assert answer.headers["Cache-Control"] == "no-store"
