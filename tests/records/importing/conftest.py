"""A folder for the files of a test."""

from pathlib import Path

import pytest

from tests.records.importing.folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    inside = tmp_path / "files"
    inside.mkdir()
    return Folder(inside)
