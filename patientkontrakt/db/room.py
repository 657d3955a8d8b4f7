"""How much room there is for what is written: a full disk is seen before a caller meets it."""

import shutil
from pathlib import Path

from patientkontrakt.db.transaction import Database


def left(database: Database) -> int | None:
    """Free bytes where an SQLite database lies; None for PostgreSQL, whose server has disks of its own."""
    file = database.engine.url.database
    return left_in(Path(file).parent) if database.dialect == "sqlite" and file else None


def left_in(folder: Path) -> int | None:
    """Free bytes on the disk that a folder is, or would be, on; None when nobody can tell."""
    there = next((each for each in (folder, *folder.parents) if each.is_dir()), None)
    try:
        return shutil.disk_usage(there).free if there else None
    except OSError:
        return None
