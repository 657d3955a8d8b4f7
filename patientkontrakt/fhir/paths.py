"""FHIRPaths of places in a resource: how they are written, and a walk that gives every object its own.

A name that came in with the data is repeated only when it looks like an element's name: it could be a value.
"""

import re
from collections.abc import Iterator
from typing import Any

_ELEMENT_NAME = re.compile(r"_?[A-Za-z]{1,50}(?:[0-9]{1,2}[A-Za-z]{0,20})?")
_TYPE_NAME = re.compile(r"[A-Z][A-Za-z]{1,50}")


def root(resource: Any) -> str:
    """`CarePlan` for a CarePlan; `Resource` where the type cannot be told."""
    name = resource.get("resourceType") if isinstance(resource, dict) else None
    return name if isinstance(name, str) and _TYPE_NAME.fullmatch(name) else "Resource"


def child(path: str, name: str) -> str:
    """The path of an element, or of its parent when the name is not fit to repeat."""
    return f"{path}.{name}" if _ELEMENT_NAME.fullmatch(name) else path


def item(path: str, index: int) -> str:
    return f"{path}[{index}]"


def objects(node: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every JSON object in `node`, itself first, each with its path."""
    if isinstance(node, dict):
        yield path, node
        for name, value in node.items():
            if isinstance(value, dict | list):
                yield from objects(value, child(path, name))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            if isinstance(value, dict | list):
                yield from objects(value, item(path, index))
