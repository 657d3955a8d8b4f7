"""What one transaction has asked the law's tables and need not ask again, until it writes what they depend on.

Kept for the one transaction only, of patients it has locked: a fact that changes counts at the next request, as ever.
"""

from dataclasses import dataclass, field

from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import Restriction, narrow
from patientkontrakt.policy.facts import Facts
from patientkontrakt.policy.permissions import Letter
from patientkontrakt.store.filed import Filed

Pair = tuple[str, str]


@dataclass
class Known:
    """``facts`` by patient; ``seen`` by who looks (None: whoever is trusted) whose each resource is that she found.

    What was not found is not kept: it may be there, or be seen, after the next write. ``laws`` are the rules for an
    actor at an instant: they depend on nothing that is stored.
    """

    facts: dict[str, Facts] = field(default_factory=dict)
    seen: dict[Actor | None, dict[Pair, str | None]] = field(default_factory=dict)
    laws: dict[tuple[Actor, int, Letter, str], Restriction] = field(default_factory=dict)

    def forget_after(self, filed: Filed, *, is_new: bool) -> None:
        """A new entry that states no fact takes nothing away from anybody; after all else everything is asked anew."""
        if is_new and not filed.facts and TYPES[filed.record.type].kind == "care":
            return
        self.facts.clear()
        self.seen.clear()

    def law(self, actor: Actor, letter: Letter, type: str, at: int) -> Restriction:
        """As :func:`narrow`, put together once. Raises AccessRefused as it does."""
        key = actor, at, letter, type
        if key not in self.laws:
            self.laws[key] = narrow(actor, letter, type, at)
        return self.laws[key]
