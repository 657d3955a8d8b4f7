"""What came of an export: the manifest, and the bundle that says what is gone (Bulk Data 2.0 "Response - Complete Status")."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from patientkontrakt import clock

Section = Literal["output", "deleted", "error", "whom"]
NDJSON: Final = "application/fhir+ndjson"

Body = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A file of an export: one type of resource, `count` lines of `size` bytes in all. `whom` is never told."""

    section: Section
    type: str
    name: str
    count: int
    size: int


def manifest(
    request: str, at: int, parts: Sequence[Part], address: Callable[[str], str], *, is_since: bool
) -> Body:
    """The manifest. `at` is epoch milliseconds: what was written until then is in it; `address` of a file's name."""

    def told(section: Section) -> list[Body]:
        return [
            {"type": each.type, "url": address(each.name), "count": each.count}
            for each in parts
            if each.section == section
        ]

    body = {
        "transactionTime": clock.iso(at),
        "request": request,
        "requiresAccessToken": True,
        "output": told("output"),
        "error": told("error"),
    }
    return body | {"deleted": told("deleted")} if is_since else body


def gone(keys: Iterable[tuple[str, str]]) -> Body:
    """The Bundle that says which resources (type, id) are no more."""
    entries = [{"request": {"method": "DELETE", "url": f"{type}/{id}"}} for type, id in keys]
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}
