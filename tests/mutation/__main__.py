"""`python -m tests.mutation [MODULE ...]`: try every fault, name those that nothing noticed, and fail if one is new."""

import os
import re
import sys
import time
from collections import Counter
from pathlib import Path

from tests.mutation import corpus
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.trial import Fate, tried_apart

README = Path(__file__).with_name("README.md")


def main(modules: list[str]) -> int:
    """Try the faults of these modules, or of all; the exit code."""
    started = time.monotonic()
    cases = corpus.made()
    todo = [mutant for mutant in mutants() if not modules or mutant.module in modules]
    _say(f"{len(todo)} faults, {len(cases)} worlds")
    fates = _fates(todo, cases)
    known = tuple(re.findall(r"^- `(.+?)…?`", README.read_text(), re.MULTILINE))
    survivors = [mutant for mutant in todo if fates[mutant] == Fate.SURVIVED]
    fresh = [mutant for mutant in survivors if not mutant.name.startswith(known)]
    for mutant in fresh:
        _say(f"to look at: {mutant.name}  (line {mutant.line})")
    for name in known if not modules else ():
        if not any(mutant.name.startswith(name) for mutant in survivors):
            _say(f"no longer so, take it out of README.md: {name}")
    counts = ", ".join(f"{n} {fate.name.lower()}" for fate, n in Counter(fates.values()).most_common())
    _say(f"{counts}; {len(fresh)} to look at; {time.monotonic() - started:.0f} s")
    return 1 if fresh else 0


def _fates(todo: list[Mutant], cases: list[corpus.Case]) -> dict[Mutant, Fate]:
    """As many at a time as there are cores."""
    running: dict[int, Mutant] = {}
    fates: dict[Mutant, Fate] = {}
    waiting = list(reversed(todo))
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            mutant = waiting.pop()
            running[tried_apart(mutant, cases)] = mutant
        child, status = os.wait()
        ended = os.waitstatus_to_exitcode(status)
        mutant = running.pop(child)
        fates[mutant] = Fate(ended) if ended in set(Fate) else Fate.BROKEN
        if fates[mutant] == Fate.SURVIVED:
            _say(f"survived: {mutant.name}")
    return fates


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
