"""SMART App Launch scopes, v2 and v1: the ceiling of a token. What cannot be understood covers nothing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias, cast

from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.permissions import LETTERS, Letter

Level = Literal["patient", "user", "system"]

# SMART 2.2 §Scopes: letters in the order c r u d s, each at most once; v1 words after the same dot.
_RESOURCE = re.compile(
    r"(patient|user|system)/(\*|[A-Z][A-Za-z]{1,63})\.(read|write|\*|c?r?u?d?s?)(?:\?(.+))?"
)
_FILTER = re.compile(r"(_?[a-z][a-z-]{0,63})=([^=&]+)")
# The characters RFC 6749 §3.3 allows in a scope, less the bar.
_VALUE = re.compile(r"([!#-\[\]-{}~]+)\|([!#-\[\]-{}~]+)")
_V1 = {"read": "rs", "write": "cu", "*": "crus"}
_OTHERS = frozenset(
    {"openid", "fhirUser", "offline_access", "online_access", "launch", "launch/patient", "launch/encounter"}
)


@dataclass(frozen=True, slots=True)
class TokenFilter:
    """One part of a granular scope: the row's `param` is one of `values`, each (system, code)."""

    param: str
    values: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.param}={','.join(f'{system}|{code}' for system, code in self.values)}"

    def implies(self, other: "TokenFilter") -> bool:
        """Whether each row that meets this one meets `other` too."""
        return self.param == other.param and set(self.values) <= set(other.values)


Limit: TypeAlias = tuple[TokenFilter, ...]


@dataclass(frozen=True, slots=True)
class ResourceScope:
    """One resource scope, e.g. patient/CarePlan.rs?category=system|code. Parts of `limit` must all be met."""

    level: Level
    type: str
    letters: frozenset[Letter]
    limit: Limit = ()

    def __str__(self) -> str:
        letters = "".join(letter for letter in LETTERS if letter in self.letters)
        query = "?" + "&".join(map(str, self.limit)) if self.limit else ""
        return f"{self.level}/{self.type}.{letters}{query}"

    def covers(self, levels: Iterable[Level], type: str, letter: Letter) -> bool:
        """Whether it speaks of this letter on this type, for rows within its limit."""
        return self.level in levels and self.type in ("*", type) and letter in self.letters

    def reaches(self, other: "ResourceScope") -> bool:
        """Whether every row that `other` speaks of is one that this speaks of; the letters are another question."""
        return (
            self.type in ("*", other.type)
            and self.level == other.level
            and all(any(part.implies(wider) for part in other.limit) for wider in self.limit)
        )


@dataclass(frozen=True, slots=True)
class Scopes:
    """The scopes of a token or a registration: those on resources, and apart `others` (openid, launch …)."""

    resources: tuple[ResourceScope, ...] = ()
    others: tuple[str, ...] = ()

    @classmethod
    @lru_cache(maxsize=512)
    def parse(cls, text: str) -> "Scopes":
        """Read a space-separated `scope`; what is malformed, out of order or unknown is left out (S-057)."""
        words = tuple(dict.fromkeys(text.split()))
        resources = _merged(map(_resource_scope, words))
        return cls(resources, tuple(word for word in words if word in _OTHERS))

    def __str__(self) -> str:
        return " ".join((*self.others, *map(str, self.resources)))

    def covers(self, levels: Iterable[Level], type: str, letter: Letter) -> bool:
        """Whether some scope speaks of this letter on this type; `limits` says on which rows."""
        return any(scope.covers(levels, type, letter) for scope in self.resources)

    def limits(self, levels: Iterable[Level], type: str, letter: Letter) -> tuple[Limit, ...]:
        """The granular limits of which a row must meet one; () when an unlimited scope covers."""
        found = tuple(scope.limit for scope in self.resources if scope.covers(levels, type, letter))
        return () if () in found else found

    def within(self, registered: "Scopes") -> "Scopes":
        """What of these asked scopes a client with these `registered` ones is granted, never more (S-058).

        A wildcard asked by a client that registered single types is granted as these (model.md "Scopes"). What lies
        within itself is granted word by word as it was asked: `scopes.within(scopes) == scopes`.
        """
        found = [
            (scope, _reach(scope) == _reach(asked))
            for asked in self.resources
            for scope in _merged(_common(asked, known) for known in registered.resources)
        ]
        others = tuple(word for word in self.others if word in registered.others)
        return Scopes(_merged(_told(found)), others)

    def is_within(self, other: "Scopes") -> bool:
        """Whether these allow nothing that `other` does not allow: the one meaning of narrower, and of remembered."""
        return set(self.others) <= set(other.others) and all(
            _is_covered(scope, other.resources) for scope in self.resources
        )


def _resource_scope(word: str) -> ResourceScope | None:
    found = _RESOURCE.fullmatch(word)
    if not found or not found[3] or found[2] not in ("*", *TYPES):
        return None
    limit = _limit(found[4]) if found[4] else ()
    if limit is None:
        return None
    letters = cast(Iterable[Letter], _V1.get(found[3], found[3]))
    return ResourceScope(cast(Level, found[1]), found[2], frozenset(letters), limit)


def _limit(query: str) -> Limit | None:
    """Only `param=system|code[,system|code]` joined by &; what could not be enforced covers nothing."""
    parts = []
    for part in query.split("&"):
        found = _FILTER.fullmatch(part)
        values = [_VALUE.fullmatch(value) for value in found[2].split(",")] if found else []
        if not found or not all(values):
            return None
        parts.append(TokenFilter(found[1], tuple((value[1], value[2]) for value in values if value)))
    return tuple(parts)


def _common(asked: ResourceScope, known: ResourceScope) -> ResourceScope | None:
    letters = asked.letters & known.letters
    same_reach = asked.level == known.level and (asked.type == known.type or "*" in (asked.type, known.type))
    if not letters or not same_reach:
        return None
    narrower = known.type if asked.type == "*" else asked.type
    limit = tuple(dict.fromkeys((*known.limit, *asked.limit)))
    return ResourceScope(asked.level, narrower, letters, limit)


def _reach(scope: ResourceScope) -> tuple[Level, str, Limit]:
    return scope.level, scope.type, scope.limit


def _merged(scopes: Iterable[ResourceScope | None]) -> tuple[ResourceScope, ...]:
    """Scopes that differ only in letters become one, in the order they came."""
    letters: dict[tuple[Level, str, Limit], frozenset[Letter]] = {}
    for scope in scopes:
        if scope:
            letters[_reach(scope)] = letters.get(_reach(scope), frozenset()) | scope.letters
    return tuple(
        ResourceScope(level, type, granted, limit) for (level, type, limit), granted in letters.items()
    )


def _told(found: Sequence[tuple[ResourceScope, bool]]) -> list[ResourceScope]:
    """Each that reaches as far as it was asked to, and of those that came of two scopes what no other one covers."""
    kept = dict(enumerate(scope for scope, _ in found))
    of_type: dict[str, set[int]] = {"*": set()}
    for place, scope in kept.items():
        of_type.setdefault(scope.type, set()).add(place)
    for place, (scope, is_as_asked) in enumerate(found):
        rest = (of_type["*"] | of_type[scope.type]) - {place}
        if not is_as_asked and _is_covered(scope, (kept[each] for each in rest if each in kept)):
            del kept[place]
    return list(kept.values())


def _is_covered(scope: ResourceScope, wider: Iterable[ResourceScope]) -> bool:
    covered = (each.letters for each in wider if each.letters & scope.letters and each.reaches(scope))
    return scope.letters <= frozenset().union(*covered)
