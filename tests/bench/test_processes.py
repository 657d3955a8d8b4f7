"""Processor time and memory of a family of processes, by /proc."""

import os
import subprocess
import sys

import pytest

from bench.processes import cpu_seconds, family, pss_megabytes

pytestmark = pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="only Linux has /proc")
BUSY = "import time\nwhile time.process_time() < 0.2: pass\n"
PARENT = f"""
import subprocess, sys
subprocess.run([sys.executable, "-c", {BUSY!r}])
print("done", flush=True)
sys.stdin.read()
"""


def test_who_does_not_exist_has_used_nothing() -> None:
    assert (cpu_seconds(2**30), pss_megabytes([2**30])) == (0.0, 0.0)


def test_a_child_that_has_ended_counts_for_its_parent() -> None:
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        assert parent.stdin
        assert parent.stdout.readline() == "done\n"
        assert parent.pid in family(os.getpid())
        assert cpu_seconds(parent.pid) >= 0.2
        assert pss_megabytes(family(parent.pid)) > 1
        parent.stdin.close()
