"""One run: everything that was chosen, row by row, told as it comes."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.asking import asked
from bench.callers import Callers
from bench.measuring import Plan, measure
from bench.operations import Operation
from bench.people import at_linden
from bench.stage import Stage
from bench.table import Row, cells


def run(
    stage: Stage, operations: Sequence[Operation], patients: int, connections: Sequence[int], plan: Plan
) -> list[Row]:
    """Measure each operation with each number of connections."""
    callers = Callers(stage.region)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for operation in operations:
            ready = asked(stage, operation, at_linden(patients), callers.headers(), Path(folder))
            for number in connections:
                rows.append((operation, number, measure(stage, ready, number, plan)))
                print("  ".join(cells(*rows[-1])), flush=True)
    return rows
