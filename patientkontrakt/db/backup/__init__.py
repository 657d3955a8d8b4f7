"""One file that holds a whole database, made while it is served; and a database made whole again from such a file.

The keys are not in it (docs/operations.md): the file is sealed with a key derived from the settings' secret, so that a
changed file, or another installation's, is told before anything is touched.
"""

from patientkontrakt.db.backup.box import BadBackup, Manifest, Opened, opened, packing
from patientkontrakt.db.backup.copying import dump, holds_anything, load
from patientkontrakt.db.backup.occupied import CopyFailed, Occupied

__all__ = [
    "BadBackup",
    "CopyFailed",
    "Manifest",
    "Occupied",
    "Opened",
    "dump",
    "holds_anything",
    "load",
    "opened",
    "packing",
]
