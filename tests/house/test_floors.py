"""The floors of the house: who may import whom (docs/architecture.md), kept by import-linter."""

import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
CONTRACTS = (
    "Floors",
    "No back door",
    "Auth is blind to care data",
    "Rooms of auth",
    "One gate",
    "Dry rooms",
)


def test_no_floor_is_broken(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(PROJECT.parent)
    broken = lint_imports(config_filename=str(PROJECT), no_cache=True)
    assert not broken, capsys.readouterr().out


def test_the_six_contracts_are_there() -> None:
    contracts = tomllib.loads(PROJECT.read_text())["tool"]["importlinter"]["contracts"]
    assert tuple(contract["name"].split(":")[0] for contract in contracts) == CONTRACTS
