"""Rules that hold at every door: care registers them, the writer runs them (model.md "Rules hold at every door")."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.systems import has_coding
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored

Body = dict[str, Any]
Before = Callable[[Desk, Body | None, Body], Iterable[Issue]]
After = Callable[[Desk, Body | None, Stored], None]
Visibility = Callable[[Desk, Body | None, Body], str | None]
Coding = tuple[str, str]


@dataclass
class Hooks:
    """Who wants to see which write. ``claim`` is a coding in category, code or activity; None means every one."""

    _before: dict[str, list[tuple[Coding | None, Before]]] = field(default_factory=dict)
    _after: dict[str, list[tuple[Coding | None, After]]] = field(default_factory=dict)
    _visibility: dict[str, list[tuple[Coding | None, Visibility]]] = field(default_factory=dict)
    _always: dict[str, list[After]] = field(default_factory=dict)

    def before_write(self, type: str, claim: Coding | None, rule: Before) -> None:
        """``rule(desk, before, after)`` gives the Issues that forbid the write; it sees commands' writes too."""
        self._before.setdefault(type, []).append((claim, rule))

    def after_write(self, type: str, claim: Coding | None, act: After) -> None:
        """``act(desk, before, stored)`` runs in the same transaction, after a write that no command made."""
        self._after.setdefault(type, []).append((claim, act))

    def at_every_write(self, type: str, act: After) -> None:
        """``act(desk, before, stored)`` runs in the same transaction after every write, also of a command, import or demo."""
        self._always.setdefault(type, []).append(act)

    def visibility_of(self, type: str, claim: Coding | None, rule: Visibility) -> None:
        """``rule(desk, before, after)`` names the visibility (model.md D3) a new resource gets, or None."""
        self._visibility.setdefault(type, []).append((claim, rule))

    def issues(self, desk: Desk, before: Body | None, after: Body) -> list[Issue]:
        """All objections to the write, from every rule that its claims, old and new, bring into play."""
        rules = [
            rule
            for claim, rule in self._before.get(after["resourceType"], ())
            if _either(claim, before, after)
        ]
        return [issue for rule in rules for issue in rule(desk, before, after)]

    def consequences(self, desk: Desk, before: Body | None, after: Body, stored: Stored) -> None:
        """Run what follows from a write made at a door."""
        for claim, act in self._after.get(stored.type, ()):
            if _either(claim, before, after):
                act(desk, before, stored)

    def always(self, desk: Desk, before: Body | None, stored: Stored) -> None:
        """Run what follows from every write, whoever made it."""
        for act in self._always.get(stored.type, ()):
            act(desk, before, stored)

    def visibility(self, desk: Desk, before: Body | None, after: Body) -> str | None:
        """The first visibility that a rule names."""
        for claim, rule in self._visibility.get(after["resourceType"], ()):
            if _either(claim, before, after) and (named := rule(desk, before, after)):
                return named
        return None


def _either(claim: Coding | None, before: Body | None, after: Body) -> bool:
    return claim is None or claims(after, claim) or (before is not None and claims(before, claim))


def claims(resource: Body, coding: Coding) -> bool:
    """True when category, code or activity carries ``coding`` (system, code)."""
    return any(has_coding(resource.get(name), *coding) for name in ("category", "code", "activity"))
