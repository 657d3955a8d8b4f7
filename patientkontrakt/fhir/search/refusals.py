"""What search says when it cannot do what was asked. Names a parameter if that is harmless, never a value."""

import re

from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.search.unreadable import Unreadable

_HARMLESS = re.compile(r"(?!.*\d{6})[A-Za-z0-9_.:*\-]{1,80}", re.ASCII)


def shown(name: str) -> str:
    """`name` when it looks like a parameter, else a dash: it may be anything, a personal number too."""
    return name if _HARMLESS.fullmatch(name) else "–"


def unreadable(name: str, fault: Unreadable) -> Issue:
    """A value that cannot be read."""
    return issue("value", name, f"värdet {fault.sv}.", f"the value {fault.en}.")


def unknown(name: str, type: str, severity: str = "error") -> Issue:
    """A parameter that the type does not have."""
    return issue("not-supported", name, f"finns inte för {type}.", f"does not exist for {type}.", severity)


def not_supported(name: str, sv: str = "stöds inte.", en: str = "is not supported.") -> Issue:
    """A parameter, modifier or form that FHIR has and we do not."""
    return issue("not-supported", name, sv, en)


def too_much(name: str, sv: str, en: str) -> Issue:
    """A question larger than is answered."""
    return issue("too-costly", name, sv, en)


def issue(code: str, name: str, sv: str, en: str, severity: str = "error") -> Issue:
    """Both texts begin with the parameter; the expression is `http.name`, as OperationOutcome has it."""
    safe = shown(name)
    return Issue(
        code, f"Sökparametern {safe}: {sv}", f"Search parameter {safe}: {en}", (f"http.{safe}",), severity
    )
