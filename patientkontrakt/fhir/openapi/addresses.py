"""Which addresses each interaction of the CapabilityStatement has: a row each. `{type}` stands for the type's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Body = Literal["resource", "patch", "form", "bundle", "parameters", "judged"]

EXPORTING: Final = ("_outputFormat", "_since", "_type", "_typeFilter", "_elements", "includeAssociatedData")

READING: Final = (400, 401, 403, 404, 406)
ASKING: Final = (*READING, 413, 415)
WRITING: Final = (*ASKING, 409, 412, 422, 428)

_WHOLE: Final = ("_format", "_pretty")
_SHOWN: Final = ("_summary", "_elements", *_WHOLE)
_PAGES: Final = ("_count", "_page", *_WHOLE)


@dataclass(frozen=True)
class Address:
    """One method at one path below the base. `letter` is the SMART permission it needs of the type (SMART 2.2).

    `query` names parameters; `is_search` adds all those that the type can be searched by. `answers` is the type of
    what comes back, "" for the resource type itself, in `media` or as any FHIR. What `is_open` takes no token; what
    `is_open_for_ours` takes none for the types of our definitions, of which anybody gets those.
    """

    method: str
    path: str
    id: str
    summary: str
    letter: str
    query: tuple[str, ...] = _WHOLE
    headers: tuple[str, ...] = ()
    body: Body | None = None
    answers: str = ""
    success: tuple[int, ...] = (200,)
    refusals: tuple[int, ...] = READING
    is_search: bool = False
    in_compartment: bool = False
    is_open: bool = False
    is_open_for_ours: bool = False
    media: tuple[str, ...] = ()


_OF_TYPE: Final = (
    ("read", Address("get", "/{type}/{id}", "read{type}", "The current version", "r", _SHOWN, ("If-None-Match",),
                     success=(200, 304), is_open_for_ours=True)),
    ("vread", Address("get", "/{type}/{id}/_history/{version}", "vread{type}", "One version", "r", _SHOWN,
                      ("If-None-Match",), success=(200, 304), is_open_for_ours=True)),
    ("history-instance", Address("get", "/{type}/{id}/_history", "history{type}", "Its versions, newest first", "r",
                                 _PAGES, answers="Bundle")),
    ("history-type", Address("get", "/{type}/_history", "historyOf{type}", "What has been written of the type", "s",
                             ("_since", *_PAGES), answers="Bundle")),
    ("search-type", Address("get", "/{type}", "search{type}", "Search", "s", (), ("Prefer",), answers="Bundle",
                            is_search=True, is_open_for_ours=True)),
    ("search-type", Address("post", "/{type}/_search", "search{type}ByForm", "Search, by form", "s", _WHOLE,
                            ("Prefer",), "form", "Bundle", refusals=ASKING, is_open_for_ours=True)),
    ("search-type", Address("get", "/Patient/{id}/{type}", "search{type}OfPatient", "Search in a patient's compartment",
                            "s", (), ("Prefer",), answers="Bundle", is_search=True, in_compartment=True)),
    ("search-type", Address("post", "/Patient/{id}/{type}/_search", "search{type}OfPatientByForm",
                            "Search in a patient's compartment, by form", "s", _WHOLE, ("Prefer",), "form", "Bundle",
                            refusals=ASKING, in_compartment=True)),
    ("create", Address("post", "/{type}", "create{type}", "Create; with If-None-Exist, unless there is one", "c",
                       _WHOLE, ("If-None-Exist", "Prefer"), "resource", success=(200, 201), refusals=WRITING)),
    ("update", Address("put", "/{type}/{id}", "update{type}", "The next version", "u", _WHOLE,
                       ("If-Match", "If-None-Match", "Prefer"), "resource", success=(200, 201), refusals=WRITING)),
    ("update", Address("put", "/{type}", "update{type}ByCondition", "The next version of the one that matches", "u",
                       (), ("If-Match", "Prefer"), "resource", success=(200, 201), refusals=WRITING, is_search=True)),
    ("patch", Address("patch", "/{type}/{id}", "patch{type}", "The next version, with a change made", "u", _WHOLE,
                      ("If-Match", "Prefer"), "patch", refusals=WRITING)),
    ("patch", Address("patch", "/{type}", "patch{type}ByCondition", "The same of the one that matches", "u", (),
                      ("If-Match", "Prefer"), "patch", refusals=WRITING, is_search=True)),
)  # fmt: skip

_OF_SYSTEM: Final = (
    ("transaction", Address("post", "/", "transaction", "A Bundle: a transaction or a batch", "", _WHOLE, ("Prefer",),
                            "bundle", "Bundle", refusals=WRITING)),
    ("history-system", Address("get", "/_history", "history", "What has been written of every type", "s",
                               ("_since", *_PAGES), answers="Bundle")),
    ("search-system", Address("get", "/", "search", "Search among the types of _type", "s", ("_type", "_id", *_PAGES),
                              answers="Bundle")),
    ("search-system", Address("post", "/_search", "searchByForm", "Search among types, by form", "s", _WHOLE,
                              ("Prefer",), "form", "Bundle", refusals=ASKING)),
    ("search-system", Address("get", "/Patient/{id}/*", "searchWithinPatient", "Search in a patient's whole compartment",
                              "s", ("_type", "_id", *_PAGES), answers="Bundle")),
)  # fmt: skip


def _by_interaction(rows: tuple[tuple[str, Address], ...]) -> Mapping[str, tuple[Address, ...]]:
    return {code: tuple(each for named, each in rows if named == code) for code, _ in rows}


OF_TYPE: Final = _by_interaction(_OF_TYPE)
# a batch comes to the address of a transaction
OF_SYSTEM: Final = {"batch": (), **_by_interaction(_OF_SYSTEM)}
# the operations on the whole service, by name: where each begins, and where what comes of it is
OF_WHOLE: Final[Mapping[str, tuple[Address, ...]]] = {
    "export": (
        Address("get", "/$export", "export", "Begin an export of all that the client may read", "", EXPORTING, ("Prefer",),
                success=(202,), refusals=(*READING, 429)),
        Address("post", "/$export", "exportByPost", "The same, by Parameters", "", (), ("Prefer",), "parameters",
                success=(202,), refusals=(*ASKING, 429)),
        Address("get", "/_export/{job}", "exportStatus", "How far it has come, or the manifest", "", (),
                success=(200, 202), media=("application/json",)),
        Address("delete", "/_export/{job}", "exportCancel", "Cancel it, or be done with it: nothing is left", "", (),
                success=(202,)),
        Address("get", "/_export/{job}/{file}", "exportFile", "A file that the manifest names", "", (),
                media=("application/fhir+ndjson",)),
    ),
}  # fmt: skip
# what is the same for everybody
OPEN: Final = (
    Address("get", "/metadata", "capabilities", "What this server does", "", _WHOLE, answers="CapabilityStatement",
            refusals=(406,), is_open=True),
    Address("get", "/openapi.json", "openapi", "This document", "", (), ("If-None-Match",), success=(200, 304),
            refusals=(), is_open=True, media=("application/json",)),
    Address("get", "/package.tgz", "package", "Our profiles, extensions and codes as a FHIR package", "", (),
            ("If-None-Match",), success=(200, 304), refusals=(), is_open=True, media=("application/gzip",)),
    Address("get", "/.well-known/smart-configuration", "smartConfiguration", "SMART App Launch discovery", "", (),
            refusals=(), is_open=True, media=("application/json",)),
)  # fmt: skip
