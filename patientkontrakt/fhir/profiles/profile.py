"""What a profile is: a type, what it demands beyond R4, and which of our extensions belong in it."""

from dataclasses import dataclass

from patientkontrakt.fhir import peek
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.profiles.demands import Coding, Demand, Resource
from patientkontrakt.fhir.systems import ext, has_coding

CLAIMED_IN = ("category", "code")


@dataclass(frozen=True)
class Profile:
    """One profile. What carries the coding `claim`, or names the profile in meta.profile, is judged by it at every door.

    `beyond` says what the service also demands that no single resource can show; `honours` the profiles of others whose
    demands these are too, each with how.
    """

    name: str
    type: str
    sv: str
    en: str
    demands: tuple[Demand, ...]
    extensions: tuple[str, ...] = ()
    claim: Coding | None = None
    honours: tuple[tuple[str, str], ...] = ()
    beyond: str = ""

    @property
    def url(self) -> str:
        """Its canonical address."""
        return ext(self.name)

    def is_claimed_by(self, resource: Resource) -> bool:
        """Whether `resource` says that it is such a one."""
        if resource.get("resourceType") != self.type:
            return False
        named = (address.partition("|")[0] for _, address in addresses(resource))
        return self.url in named or (self.claim is not None and self._carries(resource, self.claim))

    def issues(self, resource: Resource) -> list[Issue]:
        """Every demand that `resource`, sound R4 of this type, breaks."""
        return [
            Issue("business-rule", demand.sv, demand.en, (_place(self.type, demand.element),))
            for demand in self.demands
            if demand.is_broken(resource)
        ]

    def _carries(self, resource: Resource, claim: Coding) -> bool:
        return any(has_coding(resource.get(name), *claim) for name in CLAIMED_IN)


def addresses(resource: Resource) -> list[tuple[int, str]]:
    """What a resource, sound or not, says in meta.profile, with the places in it."""
    named = peek.mapping(resource, "meta").get("profile")
    if not isinstance(named, list):
        return []
    return [(index, address) for index, address in enumerate(named) if isinstance(address, str)]


def _place(type: str, element: str) -> str:
    return f"{type}.{element}" if element else type
