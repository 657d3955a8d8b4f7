"""Single values: words, days, instants, references. A load gives plain JSON values, checked."""

import re
from datetime import date
from typing import Any, Final

from marshmallow import ValidationError, fields, validate

STAFF: Final = "PractitionerRole|Organization|CareTeam|HealthcareService"
PEOPLE: Final = "Patient|RelatedPerson|PractitionerRole"
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufffe\uffff]")


class Words(fields.String):
    """Plain words: trimmed, not empty, no control characters, at most `longest` characters."""

    def __init__(self, longest: int = 2000, **more: Any) -> None:
        super().__init__(**more)
        self.longest = longest

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> str:
        text = str(super()._deserialize(value, *args, **more)).strip()
        if not text:
            raise ValidationError("Write something.")
        if len(text) > self.longest:
            raise ValidationError(f"The text is too long: at most {self.longest} characters.")
        if _UNPRINTABLE.search(text):
            raise ValidationError("The text holds characters that cannot be shown.")
        return text


YEARS: Final = range(1900, 2201)
"""A day outside these is a slip of the pen."""


def _plausible(found: date) -> str:
    if found.year not in YEARS:
        raise ValidationError("Not a plausible year.")
    return found.isoformat()


class Day(fields.Date):
    """A calendar day, YYYY-MM-DD, kept as text."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> Any:
        return _plausible(super()._deserialize(value, *args, **more))

    def _serialize(self, value: Any, *args: Any, **more: Any) -> Any:
        return value if isinstance(value, str) else super()._serialize(value, *args, **more)


class Instant(fields.AwareDateTime):
    """An instant with its zone, kept as text."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> Any:
        return _plausible(super()._deserialize(value, *args, **more))


def refers_to(kinds: str, **more: Any) -> fields.String:
    """A reference "Type/id" to one of these types."""
    form = validate.Regexp(rf"^(?:{kinds})/[A-Za-z0-9\-.]{{1,64}}\Z", error="Write a reference: Type/id.")
    return fields.String(validate=form, **more)


def identifier(**more: Any) -> fields.String:
    """An id of a resource."""
    return fields.String(validate=validate.Regexp(r"^[A-Za-z0-9\-.]{1,64}\Z", error="Not an id."), **more)


def one_of(*choices: str, **more: Any) -> fields.String:
    """One of these codes."""
    return fields.String(validate=validate.OneOf(choices, error="Choose one of: {choices}."), **more)
