"""Looking into a resource that may be wrong: what is not of the asked kind is as good as not there."""

from typing import Any


def string(holder: dict[str, Any], name: str) -> str | None:
    value = holder.get(name)
    return value if isinstance(value, str) else None


def mapping(holder: dict[str, Any], name: str) -> dict[str, Any]:
    """The object under `name`, or an empty one."""
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def mappings(holder: dict[str, Any], name: str) -> list[tuple[int, dict[str, Any]]]:
    """The objects of the list under `name`, with their places in it."""
    value = holder.get(name)
    if not isinstance(value, list):
        return []
    return [(index, entry) for index, entry in enumerate(value) if isinstance(entry, dict)]
