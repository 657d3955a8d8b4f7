"""What the language says when it refuses: Issues in Swedish and English, one exception per kind of refusal.

Texts name the place and the rule, never the value that was sent: it may be somebody's identity number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Issue:
    """One fault, in both languages. `code` is a FHIR IssueType, `expression` holds FHIRPaths."""

    code: str
    sv: str
    en: str
    expression: tuple[str, ...] = ()
    severity: str = "error"


class Refusal(Exception):
    """The base of every refusal: one or more issues, and nothing about HTTP."""

    fixed: Issue | None = None

    def __init__(self, *issues: Issue) -> None:
        if not issues and self.fixed is not None:
            issues = (self.fixed,)
        super().__init__("; ".join(issue.en for issue in issues))
        self.issues: tuple[Issue, ...] = issues


class Malformed(Refusal):
    """Not JSON, not the shape of FHIR at all, or a parameter that cannot be read."""


class Invalid(Refusal):
    """Readable, but against the rules: structure, binding, invariant, reference or a rule of care."""


class NotFound(Refusal):
    """Not there, or not for this caller to know about: both sound alike (security.md R2)."""

    fixed = Issue(
        "not-found", "Det du söker finns inte, eller visas inte för dig.", "Not found, or not shown to you."
    )


class Gone(Refusal):
    """It was there and has been removed."""

    fixed = Issue("deleted", "Posten är borttagen.", "The resource has been deleted.")


class VersionConflict(Refusal):
    """Somebody else changed it first; `current` is the version that now applies."""

    def __init__(self, current: int) -> None:
        super().__init__(
            Issue(
                "conflict",
                f"Någon annan hann ändra. Gällande version är {current}: läs den och försök igen.",
                f"Somebody else changed it first. The current version is {current}: read it and try again.",
            )
        )
        self.current = current


class PreconditionRequired(Refusal):
    """A change to what others may have changed must say which version it changes."""

    fixed = Issue(
        "required",
        'Ändringen kräver huvudet If-Match med den version du läste, till exempel If-Match: W/"3".',
        'This change requires the header If-Match with the version you read, for example If-Match: W/"3".',
    )


class MultipleMatches(Refusal):
    """A condition that should pick one resource picked several."""

    fixed = Issue(
        "multiple-matches", "Villkoret träffar flera poster.", "The condition matches more than one resource."
    )


class Conflict(Refusal):
    """It collides with something else that is stored."""


class NotSupported(Refusal):
    """A form of request that this service does not take."""


class MethodNotAllowed(NotSupported):
    """The method is never allowed here; `allow` lists those that are."""

    def __init__(self, allow: tuple[str, ...], *issues: Issue) -> None:
        fixed = Issue(
            "not-supported",
            f"Metoden är inte tillåten här. Tillåtna: {', '.join(allow)}.",
            f"The method is not allowed here. Allowed: {', '.join(allow)}.",
        )
        super().__init__(*(issues or (fixed,)))
        self.allow = allow


class UnsupportedMedia(NotSupported):
    """The body is of a media type that is not read."""

    fixed = Issue(
        "not-supported",
        "Skicka application/fhir+json i UTF-8, okomprimerat. XML tas inte emot.",
        "Send application/fhir+json in UTF-8, uncompressed. XML is not accepted.",
    )


class UnsupportedPatch(UnsupportedMedia):
    """The body is no form of patch that is read; `accept` lists those that are (RFC 5789 §2.2)."""

    accept = ("application/json-patch+json", "application/fhir+json")
    fixed = Issue(
        "not-supported",
        "En ändring skickas som JSON Patch (application/json-patch+json) eller som FHIRPath Patch, Parameters i"
        " application/fhir+json. Ett objekt med bara det nya tas inte emot.",
        "A patch is sent as JSON Patch (application/json-patch+json) or as FHIRPath Patch, Parameters in"
        " application/fhir+json. An object with only what is new is not accepted.",
    )


class NotAcceptable(NotSupported):
    """The answer is asked for in a form that is not written."""

    fixed = Issue(
        "not-supported",
        "Svar ges bara som application/fhir+json.",
        "Answers are given as application/fhir+json only.",
    )


class TooLarge(NotSupported):
    """The body is larger than the limit of its kind."""

    fixed = Issue("too-long", "Innehållet är för stort.", "The content is too large.")


class Throttled(Refusal):
    """Too many requests at once; `wait_s` whole seconds to wait."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(
            Issue(
                "throttled",
                f"För många anrop på en gång. Försök igen om {wait_s} sekunder.",
                f"Too many requests at once. Try again in {wait_s} seconds.",
            )
        )
        self.wait_s = wait_s


def operation_outcome(issues: Iterable[Issue], language: Literal["sv", "en"]) -> dict[str, Any]:
    """The OperationOutcome of `issues`: `details.text` in `language`, `diagnostics` in the other one."""
    return {"resourceType": "OperationOutcome", "issue": [_entry(issue, language) for issue in issues]}


def _entry(issue: Issue, language: Literal["sv", "en"]) -> dict[str, Any]:
    first, second = (issue.sv, issue.en) if language == "sv" else (issue.en, issue.sv)
    entry: dict[str, Any] = {
        "severity": issue.severity,
        "code": issue.code,
        "details": {"text": first},
        "diagnostics": second,
    }
    if issue.expression:
        entry["expression"] = list(issue.expression)
    return entry
