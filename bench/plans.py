"""`python -m bench.plans`: how PostgreSQL answers the hot statements, as docs/plans.md.

The server itself tells (auto_explain): whatever the service asks of it, and however that was written.
"""

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import httpx

from bench.asking import asked
from bench.callers import Callers, Headers
from bench.operations import BY_NAME, Operation
from bench.people import at_linden
from bench.requests import VERSION, Request
from bench.stage import Stage, stage

HOT = ("read", "search", "include", "active", "everything", "create", "update", "transaction")
PAGE = Path(__file__).parents[1] / "docs" / "plans.md"
SETTINGS = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "enable_seqscan": "off",  # a region's tables are large: where one is read through here, no index would do
    "plan_cache_mode": "force_generic_plan",
    "log_line_prefix": "@@ ",
}
TIMES = 6
LONG = 24
"""Lines of a plan that are shown as they are."""
SEAL = re.compile(r"access_log_seal|^SELECT MAX\(tx\) FROM \( SELECT tx FROM access_log ")
"""The seal goes on meanwhile, and belongs to no request."""
WIDE = 160
"""So much of a statement is enough to know it by: the law's have thousands of characters."""

_ENTRY = re.compile(r"^@@ LOG:  duration: [0-9.]+ ms  plan:\n((?:\t.*\n)*)", re.MULTILINE)
_PLAN_BEGINS = re.compile(r"^[A-Z][^\n]*\(cost=", re.MULTILINE)
_WAY = re.compile(r"((?:Parallel )?(?:Index Only|Index|Bitmap Index|Seq|CTE|Function) Scan.*? on \S+)")
_COSTS = re.compile(r"\s+\(cost=[^)]*\)")


@dataclass(frozen=True)
class Planned:
    """A statement as the server was asked, and its plan without costs."""

    statement: str
    plan: str


def read_log(words: str) -> Iterator[Planned]:
    """Every plan in a server's log that may belong to a request, in order."""
    for entry in _ENTRY.finditer(words):
        text = re.sub(r"^\t", "", entry[1], flags=re.MULTILINE).removeprefix("Query Text: ")
        begins = _PLAN_BEGINS.search(text)
        if begins:
            statement = " ".join(text[: begins.start()].split())
            if SEAL.search(statement):
                continue
            yield Planned(statement, _COSTS.sub("", text[begins.start() :]).rstrip())


def page(found: Mapping[Operation, Sequence[Planned]], patients: int) -> str:
    """docs/plans.md: how many statements an operation is, then each different one with its plan."""
    asked_by: dict[Planned, list[str]] = {}
    for operation, all_of_it in found.items():
        for each in dict.fromkeys(all_of_it):
            asked_by.setdefault(each, []).append(operation.label)
    counts = "\n".join(f"| {each.label} | {len(plans)} |" for each, plans in found.items())
    plans = "\n".join(_section(n, each, asked_by[each]) for n, each in enumerate(asked_by, 1))
    return _HEAD.format(patients=patients, counts=counts, plans=plans)


def shown(plan: str) -> str:
    """A plan as it is, or of a long one, as the law's are, how each table is come by and how often."""
    lines = plan.splitlines()
    if len(lines) <= LONG:
        return plan
    following = zip(lines, [*lines[1:], ""], strict=True)
    ways = Counter(
        found[1] + _without_condition(line, after)
        for line, after in following
        if (found := _WAY.search(line))
    )
    return "\n".join(f"{times:>4} × {way}" for way, times in sorted(ways.items()))


def _without_condition(line: str, after: str) -> str:
    """An index that is read from end to end is no better than its table."""
    return ", all of it" if "Index" in line and "Index Cond" not in after else ""


def _section(number: int, each: Planned, operations: Sequence[str]) -> str:
    short = each.statement if len(each.statement) <= WIDE else each.statement[:WIDE] + " …"
    return f"## {number}\n\n{'; '.join(operations)}\n\n```sql\n{short}\n```\n\n```\n{shown(each.plan)}\n```\n"


_HEAD = """# Plans of the hot statements

Written by `python -m bench.plans` of a database with {patients} synthetic patients, never by hand. The server told each plan
itself (auto_explain), so these are the statements that the service sends, whatever the code looks like: generic plans without
costs, sequential scans turned off. So the plans are those of large tables, and where a table is still read through, no index
would have done; `tests/bench/test_plans.py` allows that of none that grows. A long plan is shown as how each table is come by.
Rows that are sent together (log rows, index rows) count one by one.

| Operation | Statements |
|---|---|
{counts}

{plans}"""


def heard(running: Stage, patients: int) -> dict[Operation, list[Planned]]:
    """Ask each hot operation some times, and listen to the last."""
    callers = Callers(running.region)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for operation in (BY_NAME[name] for name in HOT):
            headers = callers.headers()
            ready = asked(running, operation, at_linden(patients), headers, Path(folder))
            found[operation] = _of_one_request(running, ready.one, headers)
    return found


def _of_one_request(running: Stage, one: Callable[[], Request], headers: Headers) -> list[Planned]:
    """The statements of the shortest of a few: what is learnt once has been learnt, and no seal came in between."""
    told: list[list[Planned]] = []
    with httpx.Client(base_url=running.service.base, timeout=60) as client:
        for _ in range(TIMES):
            request, before = one(), running.database_words()
            content = request.body.replace(VERSION, str(request.version)).encode()
            more = {"If-Match": f'W/"{request.version}"'} if request.version else {}
            own = {**headers[request.who], **more}
            client.request(request.method, request.path, headers=own, content=content).raise_for_status()
            told.append(list(read_log(running.database_words().removeprefix(before))))
    return min(told, key=len)


@click.command()
@click.option("--patients", "-n", default=200, show_default=True, help="Synthetic patients.")
def write(patients: int) -> None:
    """Write docs/plans.md anew."""
    with stage("postgresql", patients, **SETTINGS) as running:
        PAGE.write_text(page(heard(running, patients), patients))
    print(PAGE)


if __name__ == "__main__":
    write()
