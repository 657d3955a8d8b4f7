"""Who answers for an imported resource (model.md D3): its own Provenance says so, else the unit named at import."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Invalid, Issue
from patientkontrakt.fhir.peek import mapping, mappings, string
from patientkontrakt.fhir.resource import Key, parse_reference
from patientkontrakt.fhir.systems import has_coding
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.importing.linking import Linked
from patientkontrakt.records.organisations import custodian_of
from patientkontrakt.records.ownership import Owner


@dataclass(frozen=True)
class Answering:
    """``told`` by a Provenance of the files for each key; ``unit`` for what no Provenance tells of."""

    told: Mapping[Key, set[Owner]]
    unit: Owner | None

    def of(self, key: Key) -> Owner | None:
        """The owner of ``key``, or None when nobody is named. Raises Invalid when several are."""
        owners = self.told.get(key, set())
        if len(owners) > 1:
            raise Invalid(_SEVERAL)
        return next(iter(owners), self.unit)


def told_by_provenance(items: Iterable[Linked]) -> dict[Key, set[Owner]]:
    """Key → owners, from every Provenance with an agent of type ``custodian``; its ``author`` tells the unit."""
    told: dict[Key, set[Owner]] = defaultdict(set)
    for item in items:
        if item.key.type == "Provenance" and (custodian := _agent(item.resource, "custodian")):
            owner = Owner(custodian, _agent(item.resource, "author") or custodian)
            for key in (item.key, *_targets(item.resource)):
                told[key].add(owner)
    return told


@dataclass
class Register:
    """Which owners are care providers with a unit of theirs: asked once in a transaction."""

    desk: Desk
    _known: dict[Owner, bool] = field(default_factory=dict)
    _custodians: dict[str, str | None] = field(default_factory=dict)

    def require(self, owner: Owner) -> None:
        """Raises Invalid when the custodian is no vårdgivare or omsorgsgivare, or the unit belongs to another."""
        if owner not in self._known:
            units = {owner.custodian, owner.unit} - {None}
            self._known[owner] = all(custodian_of(self.desk, str(unit)) == owner.custodian for unit in units)
        if not self._known[owner]:
            raise Invalid(_NO_PROVIDER)

    def of_unit(self, unit: str) -> Owner:
        """The unit and its care provider. Raises Invalid when it belongs to none."""
        if unit not in self._custodians:
            self._custodians[unit] = custodian_of(self.desk, unit)
        custodian = self._custodians[unit]
        if custodian is None:
            raise Invalid(_NO_PROVIDER_ABOVE)
        return Owner(custodian, unit)


def _targets(provenance: dict[str, Any]) -> list[Key]:
    return [key for _, target in mappings(provenance, "target") if (key := _key(target))]


def _agent(provenance: dict[str, Any], type: str) -> str | None:
    """The Organization that an agent of this type is, or acts for."""
    for _, agent in mappings(provenance, "agent"):
        if has_coding(agent.get("type"), systems.PROVENANCE_PARTICIPANT, type):
            for name in ("onBehalfOf", "who"):
                key = _key(mapping(agent, name))
                if key and key.type == "Organization":
                    return key.id
    return None


def _key(reference: dict[str, Any]) -> Key | None:
    """The key of a reference that has been linked: those that cannot be read were refused there."""
    text = string(reference, "reference")
    return parse_reference(text).key if text else None


_SEVERAL = Issue(
    "conflict",
    "Två Provenance anger olika ansvariga för posten.",
    "Two Provenances name different custodians for the resource.",
)
_NO_PROVIDER = Issue(
    "business-rule",
    "Den som Provenance anger som ansvarig (custodian) är ingen vårdgivare eller omsorgsgivare här, "
    "eller enheten hör inte till den.",
    "The custodian that Provenance names is no care provider here, or the unit does not belong to it.",
)
_NO_PROVIDER_ABOVE = Issue(
    "business-rule",
    "Enheten hör inte till någon vårdgivare eller omsorgsgivare.",
    "The unit belongs to no care provider.",
    ("unit",),
)
