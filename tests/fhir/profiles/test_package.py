"""The FHIR package: whole, readable, and without a trace of the machine or the moment it was packed."""

import io
import json
import tarfile
from typing import Any

from patientkontrakt.fhir.profiles.library import library
from patientkontrakt.fhir.profiles.package import package

PACKED = package("0.1.0")


def opened() -> tarfile.TarFile:
    return tarfile.open(fileobj=io.BytesIO(PACKED), mode="r:gz")


def read(name: str) -> Any:
    with opened() as archive:
        found = archive.extractfile(f"package/{name}")
        assert found is not None
        return json.load(found)


def test_it_has_every_definition_and_a_manifest() -> None:
    with opened() as archive:
        names = archive.getnames()
    definitions = [f"package/{type}-{id}.json" for type, id in library("0.1.0")]
    assert names == ["package/package.json", "package/.index.json", *definitions]
    assert (
        read("StructureDefinition-pk-lofte.json")
        == library("0.1.0")["StructureDefinition", "pk-lofte"].resource
    )


def test_the_manifest_says_what_it_is_and_what_it_stands_on() -> None:
    manifest = read("package.json")
    assert (manifest["name"], manifest["version"]) == ("example.patientkontrakt", "0.1.0")
    assert manifest["fhirVersions"] == ["4.0.1"]
    assert manifest["dependencies"] == {"hl7.fhir.r4.core": "4.0.1"}


def test_the_index_lists_each_file_by_its_address() -> None:
    files = {each["filename"]: each for each in read(".index.json")["files"]}
    assert files.keys() == {f"{type}-{id}.json" for type, id in library("0.1.0")}
    lofte = files["StructureDefinition-pk-lofte.json"]
    assert lofte["url"] == library("0.1.0")["StructureDefinition", "pk-lofte"].resource["url"]
    assert (lofte["type"], lofte["kind"]) == ("Task", "resource")


def test_nothing_of_the_machine_or_the_moment_is_in_it() -> None:
    package.cache_clear()
    assert package("0.1.0") == PACKED
    with opened() as archive:
        for member in archive:
            assert (member.mtime, member.uid, member.gid, member.uname, member.gname) == (0, 0, 0, "", "")
    assert PACKED[4:8] == b"\0\0\0\0"  # the time in the header of gzip
