"""The tests' own databases: one that was used before is as new, or is not used again."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.databases import TEMPLATE, Databases
from tests.postgres import Cluster
from tests.stencils import Stencil

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
ADDED = "INSERT INTO tx_counter VALUES (4711)"
CHANGES = {
    "a right": "REVOKE INSERT ON access_log FROM PUBLIC; GRANT SELECT ON tx_counter TO PUBLIC",
    "a function": "CREATE FUNCTION no() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "a trigger": "CREATE TRIGGER same BEFORE UPDATE ON tx_counter"
    " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "a table": "CREATE TABLE another (n BIGINT)",
    "a column": "ALTER TABLE tx_counter ADD COLUMN more TEXT",
    "a name": "ALTER TABLE access_log RENAME TO gone",
}


@pytest.fixture
def cluster(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The session's, with a copy of the template named `used`."""
    with databases.fresh("postgresql", tmp_path_factory.mktemp("none")):
        databases.cluster.create("used", TEMPLATE)
        yield databases.cluster
        databases.cluster.drop("used")


def rows(cluster: Cluster, name: str) -> dict[str, list[str]]:
    with cluster.connect(name) as connection:
        tables = [table for (table,) in connection.execute(TABLES).fetchall()]
        return {
            table: [str(row) for row in connection.execute(f'SELECT * FROM "{table}"')] for table in tables
        }


def restored(cluster: Cluster) -> bool:
    with cluster.connect(TEMPLATE) as template, cluster.connect("used") as used:
        return Stencil(template).restore(used)


def test_its_rows_and_sequences_are_the_templates_again(cluster: Cluster) -> None:
    with cluster.connect("used") as used:
        used.execute(ADDED)
        used.execute("SELECT nextval(pg_get_serial_sequence('access_log', 'id'))")
    assert rows(cluster, "used") != rows(cluster, TEMPLATE)
    assert restored(cluster)
    assert rows(cluster, "used") == rows(cluster, TEMPLATE)
    with cluster.connect("used") as used:
        assert used.execute("SELECT nextval(pg_get_serial_sequence('access_log', 'id'))").fetchall() == [(1,)]


def test_nobody_is_connected_to_it_any_more(cluster: Cluster) -> None:
    left = cluster.connect("used")
    left.execute(ADDED)  # and never committed
    assert restored(cluster)
    with pytest.raises(psycopg.OperationalError):
        left.execute("SELECT 1")
    assert rows(cluster, "used") == rows(cluster, TEMPLATE)


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_thrown_away_when_more_than_rows_has_changed(cluster: Cluster, change: str) -> None:
    with cluster.connect("used") as used:
        used.execute(CHANGES[change])
    assert not restored(cluster)
