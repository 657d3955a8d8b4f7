"""`patientkontrakt backup` and `restore`: what is no backup of ours is refused untouched; what is comes back whole."""

import hashlib
import json
import shutil
import stat
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from patientkontrakt.accesslog import heads
from patientkontrakt.app import create_app
from patientkontrakt.config import Settings
from patientkontrakt.db import Database, backup
from patientkontrakt.db.installation import LEAP
from tests.cli.place import XIDS_OF_AN_OLD_SERVER, Place, counted
from tests.databases import Databases
from tests.disks import no_file_longer_than


@pytest.fixture
def elsewhere(
    here: Place, database_kind: str, databases: Databases, tmp_path: Path, signing_key: Path
) -> Iterator[Place]:
    """A new installation with the same secret and keys, and a database no migration has touched."""
    folder = tmp_path / "elsewhere"
    (folder / "var" / "keys").mkdir(mode=0o700, parents=True)
    shutil.copy2(signing_key, folder / "var" / "keys")
    with ExitStack() as until_used:
        url = until_used.enter_context(databases.empty(database_kind, folder))
        settings = replace(here.settings, database_url=url, var=folder / "var")
        place = Place(create_app(settings), settings)
        yield place
        place.database.engine.dispose()


def test_s_170_a_backup_is_its_owners_alone_and_takes_nobodys_place(here: Place, file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    code, said = here.say("backup", file)
    assert code == 1
    assert "there already" in said
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []


def test_what_is_no_backup_of_ours_is_refused(here: Place, file: Path, tmp_path: Path) -> None:
    before = here.everything()
    rubbish, short = tmp_path / "rubbish", tmp_path / "short"
    rubbish.write_bytes(b"PK and nothing behind it")
    short.write_bytes(file.read_bytes()[:-100])
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    later = json.dumps(manifest | {"made": manifest["made"] + 1}).encode()
    for each, why in (
        (rubbish, "no backup"),
        (short, "no backup"),
        (changed(file, tmp_path, heads.NAME, b"1 2 3 " + b"0" * 64 + b"\n"), "not what was packed"),
        (changed(file, tmp_path, "manifest.json", later), "or changed"),
        (sealed(here, tmp_path, mode="production"), "never becomes"),
        (sealed(here, tmp_path, revision="9999"), "newer"),
        (sealed(here, tmp_path, dialect="oracle"), "oracle"),
        (sealed(here, tmp_path, format=2), "newer version"),
        (sealed(here, tmp_path), "Nothing was restored"),  # rubbish in a right envelope
    ):
        code, said = here.say("restore", "--replace", each)
        assert (code, why in said, "Nothing was restored" in said) == (1, True, True), said
    other = replace(here.settings, secret=b"another secret for tests only, 0123456789")
    code, said = Place(create_app(other), other).say("restore", file)
    assert (code, "another PATIENTKONTRAKT_SECRET" in said) == (1, True), said
    assert here.everything() == before


def test_one_changed_bit_anywhere_is_told_and_nothing_breaks(here: Place, file: Path, tmp_path: Path) -> None:
    whole, changed_file = file.read_bytes(), tmp_path / "changed"
    key, step = here.settings.key("backup"), max(1, len(whole) // 60)
    places = {*range(0, len(whole), step), *range(len(whole) - 600, len(whole), 7)}
    for at in sorted(places):
        changed_file.write_bytes(whole[:at] + bytes([whole[at] ^ 8]) + whole[at + 1 :])
        with suppress(backup.BadBackup), backup.opened(changed_file, key) as kept:
            assert {name: digest_of(kept, name) for name in kept.manifest.parts} == kept.manifest.parts, at


def digest_of(kept: backup.Opened, name: str) -> str:
    with kept.part(name) as part:
        return hashlib.sha256(part.read()).hexdigest()


def test_a_disk_without_room_is_told_and_leaves_everything_as_it_was(
    here: Place, elsewhere: Place, file: Path, tmp_path: Path
) -> None:
    before = {*tmp_path.iterdir()}
    with no_file_longer_than(16_000):
        code, said = here.say("backup", tmp_path / "none")
    assert (code, "Nothing was backed up" in said) == (1, True), said
    assert {*tmp_path.iterdir()} == before
    if here.database.dialect == "sqlite":  # PostgreSQL's server has its own disk
        size = Path(str(here.database.engine.url.database)).stat().st_size
        for room in (64_000, size // 2):
            with no_file_longer_than(room):
                code, said = elsewhere.say("restore", file)
            assert (code, "Nothing was restored" in said) == (1, True), said
    code, said = elsewhere.say("restore", file)
    assert code == 0, said


def test_what_is_there_is_not_overwritten(here: Place, database: Database, file: Path) -> None:
    before = here.everything()
    code, said = here.say("restore", file)
    assert (code, "--replace" in said) == (1, True), said
    with database.read() as tx:
        tx.row("SELECT 1 FROM installation")
        code, said = here.say("restore", "--replace", file)
    assert (code, "Stop the service" in said) == (1, True), said
    database.engine.dispose()
    here.heads.write_bytes(b"1 4711 2 " + b"a" * 64 + b"\n")
    code, said = here.say("restore", "--replace", file)
    assert (code, "another log" in said) == (1, True), said
    assert here.everything() == before


def test_without_postgresqls_programs_nothing_is_left_behind(
    app: Flask, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(app, settings)
    monkeypatch.setenv("PATH", str(tmp_path))
    code, said = place.say("backup", tmp_path / "none")
    if place.database.dialect == "sqlite":
        assert code == 0, "SQLite needs none"
        return
    assert (code, "pg_dump is not on PATH" in said) == (1, True), said
    assert list(tmp_path.glob("*none*")) == []


def test_f_19_what_was_backed_up_is_there_again_and_the_log_goes_on(
    here: Place, elsewhere: Place, file: Path
) -> None:
    before = here.everything()
    code, said = elsewhere.say("restore", file)
    assert code == 0, said
    after = elsewhere.everything()
    assert after == before
    assert elsewhere.say("reindex", "--check")[0] == 0
    assert elsewhere.heads.read_bytes().startswith(here.heads.read_bytes())
    elsewhere.wrote("Efter återställningen")
    tx = elsewhere.rows("SELECT MAX(tx) FROM version")[0][0]
    assert tx > LEAP, "who kept a place among the lost numbers must not miss it"
    if elsewhere.database.dialect == "postgresql":
        assert tx > XIDS_OF_AN_OLD_SERVER + LEAP
    assert elsewhere.rows("SELECT MAX(upto) FROM access_log_seal") == [(tx,)], "the new row was sealed"
    assert elsewhere.say("audit", "verify")[0] == 0


def test_what_came_after_the_backup_is_gone_and_its_seals_are_not_forgotten(here: Place, file: Path) -> None:
    before = here.everything()
    counted(here, XIDS_OF_AN_OLD_SERVER)
    here.wrote("Efter säkerhetskopian")
    known = here.heads.read_bytes()
    code, said = here.say("restore", "--replace", file)
    assert code == 0, said
    assert "what came later: 1" in said
    assert here.everything() == before
    (former,) = here.heads.parent.glob(f"{heads.NAME}.until-*")
    assert former.read_bytes() == known
    here.wrote("Och vidare")
    assert here.say("audit", "verify")[0] == 0
    assert "seals 1 of 2" in here.heads.read_text()


def sealed(place: Place, folder: Path, **other: Any) -> Path:
    """A file with a right seal and no database in it."""
    manifest = replace(backup.Manifest(place.database.dialect, place.settings.mode, "0001", 0, []), **other)
    file = folder / "-".join(["sealed", *other])
    with backup.packing(file, place.settings.key("backup"), manifest) as packer:
        for name, words in (("database", b"PGDMP rubbish"), (heads.NAME, b"")):
            with packer.part(name) as into:
                into.write(words)
    return file


def changed(file: Path, folder: Path, name: str, content: bytes) -> Path:
    """A copy of the file with one member another."""
    copy = folder / f"changed-{name}"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(copy, "w") as new:
        for each in old.namelist():
            new.writestr(each, content if each == name else old.read(each))
    return copy
