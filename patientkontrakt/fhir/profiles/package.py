"""Our definitions as one FHIR package (FHIR NPM Package Specification): nothing of the machine or the moment is in it.

`python -m patientkontrakt.fhir.profiles.package > package.tgz` writes it.
"""

import gzip
import io
import json
import sys
import tarfile
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version as version_of
from typing import Any, Final

from patientkontrakt.fhir.profiles.library import Definition, library
from patientkontrakt.fhir.systems import BASE

NAME: Final = "example.patientkontrakt"


@lru_cache(maxsize=2)
def package(version: str) -> bytes:
    """The gzipped tar of the definitions of the software's `version`."""
    packed = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, filename="") as squeezed,
        tarfile.open(fileobj=squeezed, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for name, text in _files(version):
            _add(archive, f"package/{name}", text.encode())
    return packed.getvalue()


def _files(version: str) -> Iterator[tuple[str, str]]:
    made = library(version).values()
    yield "package.json", _json(_manifest(version))
    yield ".index.json", _json({"index-version": 1, "files": [_listed(each) for each in made]})
    for each in made:
        yield _name(each), each.text


def _manifest(version: str) -> dict[str, Any]:
    return {
        "name": NAME,
        "version": version,
        "description": "Patientkontrakt: profiles, extensions and codes",
        "author": "patientkontrakt",
        "canonical": BASE,
        "url": BASE,
        "type": "Conformance",
        "fhirVersions": ["4.0.1"],
        "dependencies": {"hl7.fhir.r4.core": "4.0.1"},
    }


def _listed(each: Definition) -> dict[str, str]:
    told = {"filename": _name(each)}
    for name in ("resourceType", "id", "url", "version", "kind", "type"):
        if isinstance(value := each.resource.get(name), str):
            told[name] = value
    return told


def _name(each: Definition) -> str:
    return f"{each.key.replace('/', '-')}.json"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    """Nothing of the machine or the moment goes with it."""
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = len(content), 0o644, 0
    archive.addfile(member, io.BytesIO(content))


if __name__ == "__main__":
    sys.stdout.buffer.write(package(version_of("patientkontrakt")))
