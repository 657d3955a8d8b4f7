"""The file: a zip of the database, what else belongs to it, and a manifest that says what they are, sealed with a key.

It is readable by its owner only from its first byte, and has its name only when it is whole and on the disk.
"""

import hashlib
import hmac
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final

FORMAT: Final = 1
_MANIFEST, _SEAL = "manifest.json", "manifest.seal"
_CHUNK: Final = 1 << 20


class BadBackup(Exception):
    """The file is no backup that can be restored here; the words say why, for an operator."""


@dataclass(frozen=True)
class Manifest:
    """What is in the file. `made` is epoch milliseconds; `numbered` the tables with a column `tx`; `parts` SHA-256s."""

    dialect: str
    mode: str
    revision: str
    made: int
    numbered: list[str]
    parts: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


class Packer:
    """Takes the parts of a file in the making."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.parts: dict[str, str] = {}

    @contextmanager
    def part(self, name: str, *, packed: bool = False) -> Iterator[IO[bytes]]:
        """What is written here becomes the part `name`; `packed` when it is compressed already."""
        how = zipfile.ZipInfo(name)
        how.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        with self._archive.open(how, "w", force_zip64=True) as into:
            counted: Any = _Hashing(into)
            yield counted
        self.parts[name] = counted.digest()


class Opened:
    """A file that is what its manifest says, every byte of it."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive, self.manifest = archive, manifest

    @contextmanager
    def part(self, name: str) -> Iterator[IO[bytes]]:
        """The part's bytes, to be read once from the beginning."""
        with self._archive.open(name) as part:
            yield part


@contextmanager
def packing(file: Path, key: bytes, manifest: Manifest) -> Iterator[Packer]:
    """Make `file`, which must not exist yet (FileExistsError); after an error nothing is left of it."""
    if file.exists():
        raise FileExistsError(file)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "wb") as raw:
            with zipfile.ZipFile(raw, "w", compresslevel=1) as archive:
                packer = Packer(archive)
                yield packer
                said = _said(manifest, packer.parts)
                archive.writestr(_MANIFEST, said)
                archive.writestr(_SEAL, _seal(key, said))
            raw.flush()
            os.fsync(raw.fileno())
        os.link(name, file)  # unlike rename it never takes another's place
        _keep_name(file.parent)
    finally:
        os.unlink(name)


@contextmanager
def opened(file: Path, key: bytes) -> Iterator[Opened]:
    """Open a file and check all of it. Raises BadBackup."""
    with ExitStack() as until_used:
        try:
            archive = until_used.enter_context(zipfile.ZipFile(file))
            manifest = _manifest(archive, key)
            _check(archive, manifest)
        except BadBackup:
            raise
        except (
            Exception
        ) as error:  # what a changed byte makes of a zip has a dozen names, of zlib's, bz2's and others
            raise BadBackup("The file is no backup of Patientkontrakt, or not whole.") from error
        yield Opened(archive, manifest)


def _manifest(archive: zipfile.ZipFile, key: bytes) -> Manifest:
    if not {_MANIFEST, _SEAL} <= set(archive.namelist()):
        raise BadBackup("The file is no backup of Patientkontrakt.")
    said = archive.read(_MANIFEST)
    if not hmac.compare_digest(archive.read(_SEAL), _seal(key, said)):
        raise BadBackup(
            "The file was made with another PATIENTKONTRAKT_SECRET, or changed. With another secret the log could not "
            "be verified nor anybody found by number: set the secret of the installation that made it."
        )
    known: dict[str, Any] = json.loads(said)
    if known.get("format") != FORMAT:
        raise BadBackup("The file was made by a newer version of this service.")
    return Manifest(**known)


def _check(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read everything once, so that nothing is begun that a broken file would leave half done."""
    for name, digest in manifest.parts.items():
        told = _Hashing(io.BytesIO())
        with archive.open(name) as part:
            while piece := part.read(_CHUNK):
                told.count(piece)
        if told.digest() != digest:
            raise BadBackup(f"The file is not whole: {name} is not what was packed.")


def _said(manifest: Manifest, parts: dict[str, str]) -> bytes:
    return json.dumps(asdict(manifest) | {"parts": parts}, indent=1, sort_keys=True).encode()


def _seal(key: bytes, said: bytes) -> bytes:
    return hmac.digest(key, b"backup/1\n" + said, "sha256").hex().encode()


def _keep_name(folder: Path) -> None:
    """Wait until the disk has the new name too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Hashing(io.RawIOBase):
    """Passes on what is written, and knows its SHA-256."""

    def __init__(self, into: IO[bytes]) -> None:
        self._into, self._hash = into, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.count(piece)
        return self._into.write(piece)

    def count(self, piece: Any) -> None:
        self._hash.update(piece)

    def digest(self) -> str:
        return self._hash.hexdigest()


def pour(source: IO[bytes], into: IO[bytes]) -> None:
    """All of one into the other, a piece at a time."""
    shutil.copyfileobj(source, into, _CHUNK)
