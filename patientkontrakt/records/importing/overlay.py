"""What a row of a table says, laid over what is stored: what the table does not tell of stays as it is."""

from typing import Any

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.peek import mapping, mappings
from patientkontrakt.records.importing.files import Row

Body = dict[str, Any]


def laid_over(before: Body, told: Body, row: Row) -> Body:
    """``before`` with the elements that are ``told``, and without those the row clears; identifiers are kept, and added to."""
    kept = {name: value for name, value in before.items() if name not in row.clears}
    whole = kept | told | {"meta": _meta(before, told, row)}
    if told.get("identifier"):
        given = [each for _, each in mappings(before, "identifier")]
        known = {(each.get("system"), each.get("value")) for each in given}
        new = [each for each in told["identifier"] if (each["system"], each["value"]) not in known]
        whole["identifier"] = given + new
    return whole if whole["meta"] else {name: value for name, value in whole.items() if name != "meta"}


def _meta(before: Body, told: Body, row: Row) -> Body:
    """The marks of protection are the row's, when its table has that column; other labels are none of its business."""
    meta = dict(mapping(before, "meta"))
    if "meta.security" not in row.clears:
        return meta
    others = [each for _, each in mappings(meta, "security") if each.get("system") != systems.SECURITY_LABEL]
    labels = others + [each for _, each in mappings(mapping(told, "meta"), "security")]
    meta.pop("security", None)
    return meta | ({"security": labels} if labels else {})
