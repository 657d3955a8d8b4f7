"""One form on a page: shown with what was written before, sent to the API, and shown again with what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Response

from patientkontrakt.portal import pages
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

CHANGED = (409, 412)
"""Somebody else was there first: what was written is kept, and what is new is read."""


@dataclass(frozen=True)
class Filling:
    """A template, the menu's entry it belongs to, and which place of the API's answer is which field's id.

    A room says how its pages are made, what it tells whom somebody was quicker than, and which answers are not
    about the form but about the page (`elsewhere`): those are raised.
    """

    template: str
    current: str
    fields: Mapping[str, str]
    elsewhere: ClassVar[tuple[int, ...]] = (404,)

    def show(
        self, values: Mapping[str, Any] | None = None, *, fixed: Sequence[str] = (), **context: Any
    ) -> Response:
        """The empty form, or as it stands; what was kept from before comes first, but for `fixed` fields."""
        kept = {name: said[-1] for name, said in pages.written().items() if name not in fixed}
        return self.page(200, values={**(values or {}), **kept}, kept=bool(kept), **context)

    def again(
        self,
        faults: list[Fault],
        values: Mapping[str, Any] | None = None,
        status: int = 422,
        **context: Any,
    ) -> Response:
        """The form as it was sent, with what is wrong."""
        sent = {name: said[-1] for name, said in pages.typed().items()}
        shown = {**(values or {}), **sent}
        return self.page(status, faults=faults, values=shown, kept=False, **context)

    def send(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> list[Fault]:
        """Nothing when the API has done it, else why not. Raises Refused where the thing is not there."""
        return self.sent(method, path, body)[1]

    def sent(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> tuple[Any, list[Fault]]:
        """What the API answers when it has done it, and nothing; else why not. Raises as `send`."""
        try:
            return ask(method, path, None if body is None else dict(body)), []
        except Refused as refused:
            if refused.status in self.elsewhere:
                raise
            return None, self.faults(refused)

    def faults(self, refused: Refused) -> list[Fault]:
        """The API's reasons, at their fields; when somebody was quicker, that."""
        told = pages.faults_of(refused, self.fields)
        quicker = self.quicker(told) if refused.status in CHANGED else None
        return [Fault("", quicker)] if quicker else told

    def page(self, status: int, **context: Any) -> Response:
        """The form's page in its room."""
        raise NotImplementedError

    def quicker(self, told: list[Fault]) -> str | None:
        """What somebody reads who was slower than another; None where what the API `told` says it better."""
        raise NotImplementedError


def text(name: str) -> str | None:
    """A field of the form that was sent, without spaces around; None when it is empty."""
    return (pages.typed().get(name) or [""])[-1].strip() or None


def number(name: str) -> int:
    """A whole number in a field; 0 for anything that is none."""
    said = text(name) or ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0
