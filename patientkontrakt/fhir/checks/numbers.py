"""Identifiers of the systems we know are well-formed, in the one form they are searched by (domain.md §6)."""

import re
from collections.abc import Callable
from datetime import date

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.checks.node import Findings
from patientkontrakt.fhir.peek import string
from patientkontrakt.identifiers import (
    hsa_id,
    organisationsnummer,
    personnummer,
    reservnummer,
    samordningsnummer,
)
from patientkontrakt.identifiers.reason import NotWellFormed

_TWELVE = re.compile(r"[0-9]{12}")


def check(found: Findings) -> None:
    """Every Identifier of the resource whose system has a form. The number is never repeated."""
    for node in found.of("Identifier"):
        value = string(node.value, "value")
        parse = _FORMS.get(string(node.value, "system") or "")
        if value is None or parse is None:
            continue
        try:
            parse(value)
        except NotWellFormed as reason:
            found.add("value", f"{node.path}.value", reason.sv, reason.en)


def _twelve(parse: Callable[[str, date], object]) -> Callable[[str], object]:
    """In data a number has twelve digits and nothing else; whether the person is born yet is not asked here."""

    def check(text: str) -> object:
        if not _TWELVE.fullmatch(text):
            raise NotWellFormed(
                "Numret skrivs med tolv siffror utan bindestreck: ÅÅÅÅMMDDNNNN.",
                "The number is written with twelve digits and no hyphen: YYYYMMDDNNNN.",
            )
        return parse(text, date.max)

    return check


_FORMS: dict[str, Callable[[str], object]] = {
    systems.PERSONNUMMER: _twelve(personnummer.parse),
    systems.PERSONNUMMER_OID: _twelve(personnummer.parse),
    systems.SAMORDNINGSNUMMER: _twelve(samordningsnummer.parse),
    systems.SAMORDNINGSNUMMER_OID: _twelve(samordningsnummer.parse),
    systems.RESERVNUMMER: reservnummer.parse_national,
    systems.RESERVNUMMER_OID: reservnummer.parse_national,
    systems.RESERVNUMMER_STOCKHOLM: reservnummer.parse_stockholm,
    systems.RESERVNUMMER_VGR: reservnummer.parse_vgr,
    systems.HSA_ID: hsa_id.parse,
    systems.HSA_ID_HL7SE: hsa_id.parse,
    systems.ORGNR: organisationsnummer.parse,
}
