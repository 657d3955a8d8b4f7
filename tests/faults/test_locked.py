"""Somebody else holds the lock for longer than anybody waits: 503, and then as before, with nothing half done (F-08, F-12)."""

from tests.faults.books import require_whole
from tests.faults.workload import Office
from tests.service import Service


def test_f_08_a_lock_that_is_not_given_back_is_answered_for(service: Service, office: Office) -> None:
    office.wait_for(20)
    with service.house.database.write() as tx:  # on SQLite that is the lock of the whole file
        if tx.dialect == "postgresql":
            tx.run("LOCK TABLE access_log IN ACCESS EXCLUSIVE MODE")
        office.wait_for(4, Office.refused_for_now)
    office.wait_for(40)
    office.close()
    office.require_honest_answers()
    require_whole(service, office)
