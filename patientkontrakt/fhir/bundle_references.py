"""References between the entries of a Bundle: a fullUrl becomes the Type/id its entry was given (FHIR R4 2.36.4)."""

import re
from collections.abc import Mapping
from typing import Any

from patientkontrakt.fhir import paths
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.resource import Key

_SUFFIX = re.compile(r"(?P<url>[^#\s]+?)(?P<suffix>(?:/_history/[^/#\s]+)?(?:#[^\s]*)?)")
_RELATIVE = re.compile(r"[A-Z][A-Za-z]{1,50}/[A-Za-z0-9\-.]{1,64}(?:/_history/[^/#\s]+)?(?:#[^\s]*)?")
_REST_BASE = re.compile(r"(https?://[^\s?#]+)/[A-Z][A-Za-z]{1,50}/[A-Za-z0-9\-.]{1,64}")
_CONDITIONAL = re.compile(r"[A-Z][A-Za-z]{1,50}\?")


class Resolver:
    """Copies one entry's resource; relative references are read from where the entry says it comes from."""

    def __init__(
        self, entry_path: str, full_url: str | None, assigned: Mapping[str, Key], issues: list[Issue]
    ) -> None:
        self._assigned = assigned
        self._issues = issues
        self._path = f"{entry_path}.resource"
        origin = _REST_BASE.fullmatch(full_url or "")
        self._base = origin[1] if origin else None

    def copy_of(self, resource: dict[str, Any]) -> dict[str, Any]:
        """The resource with its references resolved; what cannot be is added to the issues."""
        return {name: self._copy(value, paths.child(self._path, name)) for name, value in resource.items()}

    def _copy(self, node: Any, path: str) -> Any:
        if isinstance(node, list):
            return [self._copy(entry, paths.item(path, index)) for index, entry in enumerate(node)]
        if not isinstance(node, dict):
            return node
        copy = {name: self._copy(value, paths.child(path, name)) for name, value in node.items()}
        text = node.get("reference")
        if isinstance(text, str):
            copy["reference"] = self._reference(text, f"{path}.reference")
        elif (
            isinstance(node.get("url"), str) and node["url"] in self._assigned
        ):  # an Attachment in the Bundle
            copy["url"] = str(self._assigned[node["url"]])
        return copy

    def _reference(self, text: str, path: str) -> str:
        if _CONDITIONAL.match(text):
            return str(self._assigned.get(text, text))  # answered by records, or not yet
        absolute = f"{self._base}/{text}" if self._base and _RELATIVE.fullmatch(text) else text
        match = _SUFFIX.fullmatch(absolute)
        if match and match["url"] in self._assigned:
            return f"{self._assigned[match['url']]}{match['suffix']}"
        if text.startswith("urn:"):
            self._add(
                "not-found",
                path,
                "Ingen post i Bundlen har den fullUrl som refereras.",
                "No entry of the Bundle has the fullUrl that is referred to.",
            )
        return text

    def _add(self, code: str, path: str, sv: str, en: str) -> None:
        self._issues.append(Issue(code, sv, en, (path,)))
