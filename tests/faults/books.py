"""What the database says after the storm, against what the clerks were told: every discrepancy by its name (security.md §4)."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence

from tests.api.fhir.house import House
from tests.faults.workload import Attempt, Office
from tests.service import Service


def require_whole(service: Service, office: Office) -> None:
    """Nothing is wrong in the database, nor in what is derived from it, nor in the log's chain."""
    service.house.database.engine.dispose()  # our own connections may have died with the server
    wrong = discrepancies(service.house, office.attempts)
    assert not wrong, "\n".join(wrong)
    for words in (("reindex", "--check"), ("audit", "verify")):
        code, said = service.command(*words)
        assert code == 0, said


def discrepancies(house: House, attempts: Sequence[Attempt]) -> list[str]:
    """Empty when nothing is lost, doubled, torn, changed, without its version, or without its row in the log."""
    found = _Found(house)
    marks = [mark for attempt in attempts for mark in attempt.marks]
    return [
        *filter(None, (_of_attempt(attempt, found) for attempt in attempts)),
        *(f"twice: {mark}" for mark in marks if len(found.marks.get(mark, ())) > 1),
        *_of_versions(found),
        *_of_log(house, found),
    ]


class _Found:
    """Every version of every goal: what it says, and which one is current."""

    def __init__(self, house: House) -> None:
        self.versions: dict[str, dict[int, str]] = defaultdict(dict)
        self.marks: dict[str, list[str]] = defaultdict(list)
        for id, version, body in house.rows("SELECT id, version, body FROM version WHERE type = 'Goal'"):
            self.versions[id][version] = body
            self.marks[json.loads(body)["description"]["text"]].append(f"Goal/{id}@{version}")
        rows = house.rows("SELECT id, version, body FROM resource WHERE type = 'Goal'")
        self.current = {id: (version, body) for id, version, body in rows}


def _of_attempt(attempt: Attempt, found: _Found) -> str:
    """What is wrong with one attempt, or nothing."""
    there = [key for mark in attempt.marks for key in found.marks.get(mark, ())]
    if attempt.acknowledged and sorted(there) != sorted(attempt.stored):
        return f"lost or changed: {attempt}, there is {there}"
    if attempt.kind == "bad transaction" and there:
        return f"refused and yet stored: {attempt}, there is {there}"
    if len(there) not in (0, len(attempt.marks)):
        return f"torn: {attempt}, there is {there}"
    if attempt.status is not None and 400 <= attempt.status < 500 and there:
        return f"refused and yet stored: {attempt}, there is {there}"
    return ""


def _of_versions(found: _Found) -> list[str]:
    """Versions are 1…n, and the last of them is the current one, word for word."""
    wrong = []
    if found.versions.keys() != found.current.keys():
        wrong.append(f"without version or without row: {found.versions.keys() ^ found.current.keys()}")
    for id, versions in found.versions.items():
        if sorted(versions) != list(range(1, len(versions) + 1)):
            wrong.append(f"gap: Goal/{id} has versions {sorted(versions)}")
        elif found.current.get(id) != (len(versions), versions[len(versions)]):
            wrong.append(f"not current: Goal/{id}")
    return wrong


def _of_log(house: House, found: _Found) -> list[str]:
    """Each version has exactly one row that tells who wrote it, and no row tells of one that is not there."""
    rows = house.rows(
        "SELECT items FROM access_log WHERE action IN ('create', 'update') AND outcome = 'permitted'"
    )
    logged = Counter(item for (items,) in rows for item in items.split() if item.startswith("Goal/"))
    written = {f"Goal/{id}@{version}" for id, versions in found.versions.items() for version in versions}
    return [
        *(f"not logged: {key}" for key in written - logged.keys()),
        *(f"logged and not there: {key}" for key in logged.keys() - written),
        *(f"logged {times} times: {key}" for key, times in logged.items() if times > 1),
    ]
