"""The official examples of FHIR R4, those of our types, in one archive beside this file.

`python -m tests.corpus.r4_examples PACKAGE.tgz` makes the archive from npm's `hl7.fhir.r4.examples@4.0.1` (README.md).
"""

import io
import json
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

from patientkontrakt.records.importing.leaving import is_stored

ARCHIVE = Path(__file__).with_name("r4-examples.tar.xz")
LICENCE = "LICENCE.txt"
# What defines the standard itself: thousands of files, of which only those named example are examples.
DEFINITIONS = {
    "CapabilityStatement", "CodeSystem", "OperationDefinition", "SearchParameter", "StructureDefinition", "ValueSet",
}  # fmt: skip


def examples() -> Iterator[tuple[str, bytes]]:
    """(file name, content) of every example, in name order."""
    with tarfile.open(ARCHIVE) as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member)
            if content is not None and member.name != LICENCE:
                yield member.name, content.read()


def unpack(folder: Path) -> list[Path]:
    """Every example as a file in ``folder``."""
    for name, content in examples():
        (folder / name).write_bytes(content)
    return sorted(folder.glob("*.json"))


def make(package: Path) -> int:
    """Write the archive, the same from the same package to the byte; how many examples are in it."""
    with tarfile.open(package) as source:
        found = sorted(_chosen(source), key=lambda each: each[0])
    with tarfile.open(ARCHIVE, "w:xz", preset=9) as archive:
        for name, content in [(LICENCE, _LICENCE), *found]:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return len(found)


def _chosen(source: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for member in source.getmembers():
        name = Path(member.name).name
        content = source.extractfile(member) if name.endswith(".json") else None
        raw = content.read() if content else b"{}"
        type = json.loads(raw).get("resourceType")
        if isinstance(type, str) and is_stored(type) and (type not in DEFINITIONS or "example" in name):
            yield name, raw


_LICENCE = b"""Examples of HL7 FHIR R4 (4.0.1), from the package hl7.fhir.r4.examples@4.0.1 by HL7 Inc,
published under CC0-1.0 (public domain). Unchanged; a selection of the files.
"""

if __name__ == "__main__":
    sys.stdout.write(f"{make(Path(sys.argv[1]))} examples\n")
