"""Loading is safe to repeat, all or nothing for each person, and never done among real patients."""

from dataclasses import replace
from datetime import timedelta

import pytest

from patientkontrakt.accesslog import heads
from patientkontrakt.accesslog.verify import verify
from patientkontrakt.demo.load import Loading, NotInProduction
from patientkontrakt.demo.stories import others, table
from patientkontrakt.demo.stories.teller import Teller
from tests import cast
from tests.demo.region import NOW, Region


def test_production_is_refused_before_anything_is_written(empty: Region) -> None:
    loading = empty.loading()
    with pytest.raises(NotInProduction):
        Loading(replace(loading.settings, mode="production"), loading.database, loading.counter, NOW)
    assert empty.bodies() == []


def test_loading_again_later_changes_nothing_and_says_who_is_there(empty: Region) -> None:
    empty.loading().cast()
    before = empty.everything()
    report = empty.loading(NOW + timedelta(days=3)).cast()
    assert (report.entries, report.people, report.stories, report.clients) == (0, [], [], [])
    assert set(report.there) == set(cast.PATIENTS)
    assert empty.everything() == before


def test_the_people_first_and_their_stories_later(empty: Region) -> None:
    empty.loading().cast(only_people=True)
    report = empty.loading().cast()
    assert report.people == []
    assert set(report.stories) == set(cast.PATIENTS)
    assert empty.body("CarePlan/gunnel-kontrakt")["status"] == "active"


def test_a_story_that_fails_leaves_nothing_of_its_person(
    empty: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_late(teller: Teller) -> None:
        others.samir(teller)
        raise RuntimeError("the story broke off")

    told = table.STORIES["samir"]
    monkeypatch.setitem(table.STORIES, "samir", fails_late)
    with pytest.raises(RuntimeError):
        empty.loading().cast()
    assert empty.bodies(patient="samir") == []
    assert empty.rows("SELECT id FROM account WHERE id = 'Patient/samir'") == []
    assert empty.rows("SELECT contract FROM draft WHERE contract = 'samir-kontrakt'") == []

    monkeypatch.setitem(table.STORIES, "samir", told)
    assert empty.loading().cast().people == ["samir", "rut"]


def test_a_client_whose_key_file_is_gone_gets_a_new_key(empty: Region) -> None:
    empty.loading().cast(only_people=True)
    before = dict(empty.rows("SELECT id, jwks FROM client"))
    path = empty.loading().settings.var / "demo-feed.jwk"
    path.unlink()
    assert empty.loading().cast(only_people=True).clients == ["demo-feed"]
    after = dict(empty.rows("SELECT id, jwks FROM client"))
    assert path.exists()
    assert {id for id in before if before[id] != after[id]} == {"demo-feed"}


def test_the_log_of_the_load_is_whole_and_sealed(told: Region) -> None:
    loading = told.loading()
    loading.seal()
    settings = loading.settings
    verdict = verify(loading.database, settings.key("access-log"), settings.var / heads.NAME)
    assert (verdict.ok, verdict.why) == (True, "")
    # what the load wrote: other tests read in this region too, and are logged as they should be
    rows = told.rows(
        "SELECT who, at FROM access_log WHERE patient = 'gunnel' AND kind = 'staff'"
        " AND action IN ('create', 'update') AND outcome = 'permitted'"
    )
    assert {who for who, _ in rows} == {"PractitionerRole/maria", "PractitionerRole/ahmed"}
    assert len({at for _, at in rows}) > 5
