"""One fault tried in a process of its own: the law is imported anew with it, and the worlds and the tests are asked."""

import importlib
import importlib.abc
import importlib.machinery
import io
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from enum import IntEnum
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest

from tests.mutation.corpus import Case
from tests.mutation.mutants import Mutant
from tests.worlds.words import LETTERS

PACKAGE = "patientkontrakt.policy"
TESTS = Path(__file__).parents[1] / "policy"
# What asks the same again some thousand times, and the page that is made from the law.
LEFT_OUT = ("test_agreement.py", "test_algebra.py", "test_page.py")
# Of the first, what the worlds do not ask much about, and is quick.
SOME = (
    "test_agreement.py::test_reference_data_are_for_every_token_but_for_groups_and_strangers_at_work",
    "test_agreement.py::test_reference_data_are_written_by_the_administrator_alone",
    "test_agreement.py::test_the_log_is_for_the_patient_and_her_custodians_auditor",
)
# Where a fault of a module is most likely to be noticed.
FIRST = {
    "actor": "test_ages.py",
    "blocks": "test_blocks.py",
    "circle": "test_protection.py",
    "levels": "test_levels.py",
    "permissions": "test_patients_and_guardians.py",
    "protection": "test_protection.py",
    "scopes": "test_scopes.py",
    "terms": "test_terms.py",
}
SECONDS = 120
UNTOUCHED = (
    "patientkontrakt.fhir",
    "patientkontrakt.clock",
    "patientkontrakt.identifiers",
    "tests.mutation",
    "tests.worlds.wor",
)


class Fate(IntEnum):
    """What became of a fault: also the exit code of its process."""

    SURVIVED = 0
    WORLDS = 10
    TESTS = 11
    BROKEN = 12


class _Faulty(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module of the law with the fault in it."""

    def __init__(self, mutant: Mutant) -> None:
        self.name, self.source = f"{PACKAGE}.{mutant.module}", mutant.source

    def find_spec(
        self, name: str, path: object, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, self.name, "exec"), module.__dict__)


def fate(mutant: Mutant, cases: Sequence[Case]) -> Fate:
    """Try the fault in this very process, which is of no use for anything else afterwards."""
    signal.alarm(SECONDS)  # a fault may never end: then the process does, and somebody has noticed
    _forget()
    sys.meta_path.insert(0, _Faulty(mutant))
    sys.dont_write_bytecode = True
    try:
        if _disagrees(cases):
            return Fate.WORLDS
    except Exception:  # noqa: BLE001 - whatever it is, it was noticed
        return Fate.BROKEN
    return Fate.TESTS if _is_noticed_by_tests(mutant.module) else Fate.SURVIVED


def _forget() -> None:
    """Everything that has seen the law as it is; what lies on lower floors has not, and stays."""
    for name in [each for each in sys.modules if each.startswith(("patientkontrakt.", "tests."))]:
        if not name.startswith(UNTOUCHED):
            del sys.modules[name]


def _disagrees(cases: Sequence[Case]) -> bool:
    law = importlib.import_module("tests.worlds.law")
    decision = importlib.import_module(f"{PACKAGE}.decision")
    return any(_differs(case, law, decision) for case in cases)


def _differs(case: Case, law: ModuleType, decision: ModuleType) -> bool:
    world, actor = case.world, law.actor(case.world)
    known = {said.patient.id: law.facts_of(said, case.stated[said.patient.id]) for said in world.said}
    nobody = law.facts_about_nobody(world)
    for entry, answers in zip(world.entries, case.answers, strict=True):
        row, facts = law.row(entry), known.get(entry.patient, nobody)
        for letter, lawful in zip(LETTERS, answers, strict=True):
            verdict = decision.decide(actor, letter, row, facts, world.at)
            if isinstance(verdict, decision.Permitted) != lawful:
                return True
    return False


def _is_noticed_by_tests(module: str) -> bool:
    first = FIRST.get(module, "test_staff_and_systems.py")
    names = sorted(path.name for path in TESTS.glob("test_*.py") if path.name not in (first, *LEFT_OUT))
    files = [str(TESTS / name) for name in (first, *SOME, *names)]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    hypothesis.settings.register_profile(
        "mutation", max_examples=20, derandomize=True, deadline=None, database=None
    )
    hypothesis.settings.load_profile("mutation")
    options = ["-x", "-q", "--noconftest", "-p", "no:cacheprovider", "-W", "ignore"]
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        return pytest.main([*files, *options]) != pytest.ExitCode.OK


def tried_apart(mutant: Mutant, cases: Sequence[Case]) -> int:
    """Start the trial in a process of its own; its id."""
    child = os.fork()
    if child == 0:
        code = Fate.BROKEN
        try:
            code = fate(mutant, cases)
        finally:
            os._exit(code)
    return child
