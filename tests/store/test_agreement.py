"""The SQL of a Restriction says of every row what the law says of it: every actor, every row, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from patientkontrakt.db import Database, open_engine
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.policy.decision import AccessRefused, Permitted, Restriction, Verdict, judge, narrow
from patientkontrakt.policy.permissions import LETTERS, Letter
from patientkontrakt.policy.row import Row
from patientkontrakt.store import everything, history, resources, search
from patientkontrakt.store.facts import gather
from tests.cast import AT, PATIENTS, everybody, facts_of
from tests.databases import KINDS, Databases
from tests.policy.archive import care_rows, facts_for, reference_rows, references
from tests.store.archive import TABLES, put_facts, put_rows, refer

ACTORS = everybody()
ROWS = [*care_rows(), *reference_rows()]
TYPES = sorted({row.type for row in ROWS})


@pytest.fixture(scope="module", params=KINDS)
def seeded(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("agreement")
    with databases.fresh(request.param, folder) as url:
        engine = open_engine(url)
        database = Database(engine)
        with database.write() as tx:
            put_rows(tx, ROWS)
            put_facts(tx)
            for reference in references():
                refer(tx, reference)
        yield database
        engine.dispose()


@pytest.fixture(autouse=True)
def counted(request: pytest.FixtureRequest, seeded: Database) -> None:
    request.node.user_properties.append(("database", seeded.dialect))


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("name", ACTORS)
def test_a_row_has_the_same_verdict_in_sql_as_in_the_law(seeded: Database, name: str, letter: Letter) -> None:
    with seeded.read() as tx:
        for type in TYPES:
            restriction = opened(name, letter, type)
            if restriction is None:
                continue
            for row in (row for row in ROWS if row.type == type):
                _, verdict = resources.judged(tx, row.type, row.id, restriction)
                assert verdict == said(judge(restriction, row, facts(name, row))), row


@pytest.mark.parametrize("name", ACTORS)
def test_a_search_and_its_total_and_history_hold_exactly_what_the_law_permits(
    seeded: Database, name: str
) -> None:
    with seeded.read() as tx:
        for type in TYPES:
            restriction = opened(name, "s", type)
            if restriction is None:
                continue
            lawful = {
                row.id for row in ROWS if row.type == type and permitted(restriction, row, facts(name, row))
            }
            hits = search.select(tx, SearchQuery(type), restriction, 10_000, None, AT)
            assert {record.id for record, _ in hits.rows} == lawful
            assert search.count(tx, SearchQuery(type), restriction, AT) == len(lawful)
            seen = {
                row.id
                for row in ROWS
                if row.type == type and history.versions(tx, type, row.id, restriction, 5, None)
            }
            assert seen == lawful


@pytest.mark.parametrize("name", ACTORS)
def test_everything_of_a_patient_is_what_the_law_permits_of_it(seeded: Database, name: str) -> None:
    with seeded.read() as tx:
        for patient in PATIENTS:
            rights = {type: right for type in TYPES if (right := opened(name, "r", type))}
            own = [row for row in ROWS if row.patient == patient]
            lawful = {
                (row.type, row.id)
                for row in own
                if row.type in rights and permitted(rights[row.type], row, facts(name, row))
            }
            rows, _ = everything.of_patient(tx, patient, rights, None, None, None)
            assert {(record.type, record.id) for record, _ in rows} == lawful


@pytest.mark.parametrize("patient", PATIENTS)
def test_gathered_facts_are_those_that_were_put(seeded: Database, patient: str) -> None:
    with seeded.read() as tx:
        found, expected = gather(tx, patient), facts_of(patient)
    for name in TABLES.values():
        assert set(getattr(found, name)) == set(getattr(expected, name))
    assert found.groups == expected.groups


def facts(name: str, row: Row):  # type: ignore[no-untyped-def]
    return facts_for(row, ACTORS[name].patient)


def opened(name: str, letter: Letter, type: str) -> Restriction | None:
    try:
        return narrow(ACTORS[name], letter, type, AT)
    except AccessRefused:
        return None


def permitted(restriction: Restriction, row: Row, known) -> bool:  # type: ignore[no-untyped-def]
    return isinstance(judge(restriction, row, known), Permitted)


def said(verdict: Verdict) -> str:
    return f"+{verdict.ground}" if isinstance(verdict, Permitted) else f"-{verdict.reason}"
