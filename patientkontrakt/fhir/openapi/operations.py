"""How each operation that the CapabilityStatement names is asked: at which levels, and with what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from patientkontrakt.fhir.openapi.addresses import ASKING, EXPORTING, READING, Address, Body
from patientkontrakt.fhir.profiles.operations import OURS

_PATHS: Final = {"instance": "/{type}/{id}/${name}", "type": "/{type}/${name}"}
_BOTH: Final = ("get", "post")


@dataclass(frozen=True)
class Asked:
    """What an operation takes and gives, and how it is asked: of one resource, of a type, by which methods."""

    summary: str
    takes: tuple[str, ...] = ()
    gives: str = "Bundle"
    body: Body = "parameters"
    instance: tuple[str, ...] = _BOTH
    type: tuple[str, ...] = ()
    refusals: tuple[int, ...] = ()
    is_open: bool = False
    headers: tuple[str, ...] = ()
    success: tuple[int, ...] = (200,)

    def methods(self) -> Iterator[tuple[str, str]]:
        """Each level, and each method there."""
        yield from (("type", method) for method in self.type)
        yield from (("instance", method) for method in self.instance)


def _ours() -> dict[tuple[str, str], Asked]:
    """Those we have defined ourselves."""
    return {
        (each.type, each.code): Asked(
            each.en, tuple(one.name for one in each.takes), each.result or "Parameters"
        )
        for each in OURS
    }


def _export(summary: str, instance: tuple[str, ...], type: tuple[str, ...]) -> Asked:
    return Asked(
        summary, EXPORTING, "", "parameters", instance, type, (429,), headers=("Prefer",), success=(202,)
    )


# FHIR's own, and ours; a type that is "" is every type
OPERATIONS: Final[Mapping[tuple[str, str], Asked]] = {
    ("Patient", "everything"): Asked("The whole record, in pages", ("_type", "_since", "_count", "_page")),
    ("", "validate"): Asked("What a write would say of it; nothing is stored", ("mode", "profile"), "OperationOutcome",
                            body="judged", type=("post",), refusals=(429,), is_open=True),
    ("Patient", "export"): _export("Begin an export of the patients the client may read", (), _BOTH),
    ("Group", "export"): _export("Begin an export of the members of a Group of the client's", _BOTH, ()),
    ("Subscription", "status"): Asked("How it stands; of the type, all one's own, or those of id and status", type=_BOTH),
    ("Subscription", "events"): Asked("Its events over again",
                                      ("eventsSinceNumber", "eventsUntilNumber", "content")),
    **_ours(),
}  # fmt: skip


def addresses(type: str, name: str) -> Iterator[Address]:
    """The addresses of the operation `name` on `type`."""
    asked = OPERATIONS.get((type, name)) or OPERATIONS["", name]
    for level, method in asked.methods():
        is_post = method == "post"
        said = () if is_post and asked.body == "parameters" else asked.takes
        yield Address(
            method,
            _PATHS[level].format(type=type, id="{id}", name=name),
            f"{name}{type}" + ("Type" if level == "type" else "") + ("ByPost" if is_post else ""),
            asked.summary,
            "" if level == "type" else "r",
            (*said, "_format", "_pretty"),
            headers=asked.headers,
            body=asked.body if is_post else None,
            success=asked.success,
            answers=asked.gives,
            refusals=(*(ASKING if is_post else READING), *asked.refusals),
            is_open=asked.is_open and is_post,
        )
