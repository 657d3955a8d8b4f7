"""Links among all files of an import together: every reference becomes Type/id, and says what it needs.

A reference may be Type/id, a bundle's fullUrl (urn:uuid or an address), our own address, or Type?identifier=system|value,
the form in which Synthea names organisations and staff.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from patientkontrakt.fhir import paths
from patientkontrakt.fhir.outcome import Invalid, Issue, Refusal
from patientkontrakt.fhir.peek import string
from patientkontrakt.fhir.resource import Key, Located, references
from patientkontrakt.records.importing.files import Fault, Item, Place, Row
from patientkontrakt.records.importing.leaving import LeftOut
from patientkontrakt.records.importing.naming import Names, asked_identifier

Body = dict[str, Any]
# The elements of an Attachment; an Extension has a url too, but never nothing else (ext-1).
_ATTACHMENT = {"id", "contentType", "language", "data", "url", "size", "hash", "title", "creation"}


@dataclass(frozen=True)
class Linked:
    """An item whose key is settled and whose references are all Type/id; ``needs`` are the keys it points at."""

    place: Place
    key: Key
    resource: Body
    needs: frozenset[Key]
    row: Row | None = None


@dataclass(frozen=True)
class Linker:
    """Rewrites references in place: the items are the import's own copies."""

    names: Names
    left_out: LeftOut
    base: str

    def link_all(self, named: Iterable[tuple[Item, Key]]) -> tuple[list[Linked], list[Fault]]:
        """Every item linked, or a fault with all of its references that lead nowhere."""
        linked: list[Linked] = []
        faults: list[Fault] = []
        for item, key in named:
            try:
                linked.append(self._linked(item, key))
            except Refusal as refusal:
                faults.append(Fault(item.place, refusal.issues, key))
        return linked, faults

    def _linked(self, item: Item, key: Key) -> Linked:
        resource = {**item.resource, "id": key.id}
        origin = item.full_url.removesuffix(f"/{key}") if item.full_url else ""
        task = _Task(self, origin)
        for located in list(references(resource, self.base)):
            task.settle(located)
        for _, holder in paths.objects(resource, ""):
            if holder.keys() <= _ATTACHMENT:
                task.attach(holder)
        if task.issues:
            raise Invalid(*task.issues)
        self.left_out.prune(resource, task.loosened)
        return Linked(item.place, key, resource, frozenset(task.needs - {key}), item.row)


@dataclass
class _Task:
    """One resource's references: what it needs, what was loosened, what is wrong."""

    linker: Linker
    origin: str  # where the item's bundle took it from: relative addresses are read from there
    needs: set[Key] = field(default_factory=set)
    loosened: list[Body] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def settle(self, located: Located) -> None:
        """Write the reference as Type/id, or loosen it when its type has been left out."""
        text = string(located.holder, "reference")
        if text is None:
            return
        type, key = self._target(located, text)
        if self.linker.left_out.is_type(type):
            self.linker.left_out.loosen(located.holder, str(type))
            self.loosened.append(located.holder)
        elif key is not None:
            self.needs.add(key)
            if key != located.reference.key or "://" in text:
                located.holder["reference"] = f"{key}{_suffix(located)}"

    def attach(self, attachment: Body) -> None:
        """An Attachment may point at a Binary of the same bundle by its address."""
        key = self.linker.names.by_url.get(string(attachment, "url") or "")
        if key is not None:
            attachment["url"] = str(key)
            self.needs.add(key)

    def _target(self, located: Located, text: str) -> tuple[str | None, Key | None]:
        """Type and key of what is referred to, as far as they can be known."""
        reference, names = located.reference, self.linker.names
        bare = text.removesuffix(_suffix(located))
        if bare in self.linker.left_out.by_url:
            return self.linker.left_out.by_url[bare], None
        if key := names.by_url.get(bare) or names.by_url.get(f"{self.origin}/{bare}"):
            return key.type, key
        if reference.query is not None:
            return reference.type, self._conditional(located, str(reference.type), reference.query)
        key = reference.key
        return (key.type, names.aliases.get(key, key)) if key else (None, None)

    def _conditional(self, located: Located, type: str, query: str) -> Key | None:
        if self.linker.left_out.is_type(type):
            return None
        triple = asked_identifier(type, query)
        try:
            key = self.linker.names.whose(triple) if triple else None
        except Refusal as refusal:
            issue = refusal.issues[0]
            self._add(located, issue.code, issue.sv, issue.en)
            return None
        if key is None:
            self._add(
                located,
                "not-found",
                "Den villkorade referensen leder inte till något. Läs in filen som innehåller målet samtidigt, eller före.",
                "The conditional reference leads to nothing. Import the file that holds its target too, or before.",
            )
        return key

    def _add(self, located: Located, code: str, sv: str, en: str) -> None:
        self.issues.append(Issue(code, sv, en, (f"{located.path}.reference",)))


def _suffix(located: Located) -> str:
    """The version and the fragment that a literal reference names beside its target."""
    reference = located.reference
    version = f"/_history/{reference.version}" if reference.version else ""
    fragment = f"#{reference.fragment}" if reference.fragment else ""
    return version + fragment
