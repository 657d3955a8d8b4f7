"""One section at work: what is published, what is being written of it, and every version that somebody may have read. Pure.

A draft has a number. What is published has a fingerprint as its version, so that whoever has read it and saves is told
when it says something else by then, whichever door changed it.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from patientkontrakt.care.contract import sections
from patientkontrakt.care.contract.model import Section
from patientkontrakt.care.contract.sections import Data

PRESENT: Final = timedelta(minutes=10) // timedelta(milliseconds=1)
"""For so long after a save its writer is shown as writing (ux.md §3.5)."""
_FINGERPRINTS: Final = 1 << 48
"""Above every number of a draft, and exact in JavaScript."""


@dataclass(frozen=True)
class Draft:
    """One saved version of a section: what it says, what the form showed when it was begun, by whom and when.

    `closed` is when it was given out; until then it is being written.
    """

    section: Section
    version: int
    data: Data
    base: Data
    by: str
    at: int
    closed: int | None = None


@dataclass(frozen=True)
class Sheet:
    """One section of the form. `published` is what it now says; `kept` every saved version of it, oldest first."""

    section: Section
    published: Data
    kept: tuple[Draft, ...] = ()

    @property
    def draft(self) -> Draft | None:
        """What is being written; None when nobody is."""
        newest = self.kept[-1] if self.kept else None
        return newest if newest and newest.closed is None else None

    @property
    def version(self) -> int:
        """What whoever reads it now has read."""
        return self.draft.version if self.draft else fingerprint(self.published)

    @property
    def data(self) -> Data:
        """What the form shows: the draft, else what is published."""
        return self.draft.data if self.draft else self.published

    @property
    def changed_meanwhile(self) -> bool:
        """Another door has changed what is published since the draft was begun."""
        return self.draft is not None and self.draft.base != self.published

    def takes(self, version: int) -> bool:
        """Whether who read `version` has read what now stands. 0: who has read nothing, and nobody is writing."""
        if self.draft:
            return version == self.draft.version
        return version == 0 or self.read_as(version) == self.published

    def read_as(self, version: int) -> Data | None:
        """What `version` said; None when that is no longer known."""
        if version in (0, fingerprint(self.published)):
            return self.published
        for draft in reversed(self.kept):
            if version == draft.version:
                return draft.data
            for each in (draft.data, draft.base):
                if version == fingerprint(each):
                    return each
        return None

    def writing(self, who: str, now: int) -> list[Draft]:
        """The last save of each of the others who are writing: within ten minutes, and not given out since."""
        fresh = [each for each in self.kept if each.at > now - PRESENT and each.closed in (None, each.at)]
        latest = {each.by: each for each in fresh if each.by != who}
        return sorted(latest.values(), key=lambda each: each.at)

    def ids(self, data: Data) -> set[str]:
        """The ids of the items in `data`."""
        return {each["id"] for each in sections.items(self.section, data)}

    def without(self, data: Data, ids: set[str]) -> Data:
        """`data` without those items."""
        name = sections.ITEMS.get(self.section)
        return data | {name: [each for each in data[name] if each["id"] not in ids]} if name else data


def fingerprint(data: Data) -> int:
    """A version made of what is said: the same words, the same number."""
    told = json.dumps({key: each for key, each in data.items() if key != "id"}, sort_keys=True)
    digest = hashlib.sha256(told.encode()).digest()
    return _FINGERPRINTS + int.from_bytes(digest[:6], "big")
