"""`python -m bench`: load, serve, measure, print."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from bench import wrk
from bench.callers import Callers
from bench.measuring import Plan, give_to_floor, measure, written
from bench.operations import BY_NAME, OPERATIONS, Operation
from bench.people import at_linden
from bench.requests import shuffled
from bench.stage import Stage, stage
from bench.table import Row, table


@click.command()
@click.option("--patients", "-n", default=2000, show_default=True, help="Synthetic patients.")
@click.option(
    "--database", type=click.Choice(["postgresql", "sqlite"]), default="postgresql", show_default=True
)
@click.option("--only", default="", help=f"Some rows, with commas between: {', '.join(BY_NAME)}.")
@click.option("--connections", default="1,8,32", show_default=True)
@click.option("--rounds", default=3, show_default=True, help="Turns of service and floor.")
@click.option("--seconds", default=2, show_default=True, help="Length of a slice.")
def bench(patients: int, database: str, only: str, connections: str, rounds: int, seconds: int) -> None:
    """Measure the service beside the floor."""
    wrk.program()
    chosen = [BY_NAME[name] for name in only.split(",")] if only else OPERATIONS
    with stage(database, patients) as running, tempfile.TemporaryDirectory() as folder:
        rows = run(
            running,
            chosen,
            at_linden(patients),
            [int(each) for each in connections.split(",")],
            Plan(rounds, seconds),
            Path(folder),
        )
        print(table(rows))
        print(f"service {running.service.memory():.0f} MB, floor {running.floor.memory():.0f} MB (PSS)")


def run(
    running: Stage,
    chosen: Sequence[Operation],
    patients: Sequence[str],
    connections: Sequence[int],
    plan: Plan,
    folder: Path,
) -> list[Row]:
    """Measure each row with each number of connections, and tell it at once."""
    callers = Callers(running.region)
    rows: list[Row] = []
    for operation in chosen:
        headers = callers.headers()
        requests = shuffled(operation.requests(patients))
        give_to_floor(running, requests, headers)
        file = written(folder, operation.name, requests, headers)
        for number in connections:
            found = measure(running, (file, file), number, plan)
            rows.append((operation.label, number, operation.target, found))
            print(table(rows[-1:]).splitlines()[1], flush=True)
    return rows


if __name__ == "__main__":
    bench()
