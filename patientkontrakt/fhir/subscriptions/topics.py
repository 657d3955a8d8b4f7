"""What one may subscribe to: our topics, told by canonical addresses. R4 has no SubscriptionTopic to publish them as."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from patientkontrakt.fhir.systems import ACTIVITY, BASE, TASK, has_coding

Body = dict[str, Any]


@dataclass(frozen=True)
class Topic:
    """One topic: a resource of `type` that `is_about` it was created or changed. `filters` are all it is narrowed by."""

    name: str
    type: str
    sv: str
    en: str
    filters: tuple[str, ...]
    is_about: Callable[[Body], bool]

    @property
    def url(self) -> str:
        """Its canonical address."""
        return f"{BASE}/SubscriptionTopic/pk-{self.name}"


def _any(_: Body) -> bool:
    return True


def _coded(element: str, system: str, *codes: str) -> Callable[[Body], bool]:
    return lambda body: any(has_coding(body.get(element), system, code) for code in codes)


_ALL: Final = (
    Topic("plan-andrad", "CarePlan", "En plan har gjorts eller ändrats", "A plan has been made or changed",
          ("patient", "category", "status"), _any),
    Topic("ansvar-andrat", "Task", "Ett ansvar har föreslagits eller ändrats", "A promise has been proposed or changed",
          ("patient", "status", "based-on"), _coded("code", TASK, "ansvar")),
    Topic("tid-andrad", "Appointment", "En tid har föreslagits, bokats eller ändrats",
          "A time has been proposed, booked or changed", ("patient", "status"), _any),
    Topic("utgava-utgiven", "Provenance", "En utgåva av ett patientkontrakt har getts ut",
          "An utgåva of a contract has been published", ("patient", "target"), _coded("activity", ACTIVITY, "utgiven")),
    Topic("utgava-besvarad", "Provenance", "Patienten har sagt ja till en utgåva, eller tagit tillbaka det",
          "The patient has said yes to an utgåva, or taken it back", ("patient", "target"),
          _coded("activity", ACTIVITY, "overens", "aterkallad")),
)  # fmt: skip

TOPICS: Final[Mapping[str, Topic]] = {each.url: each for each in _ALL}
"""Every topic by its canonical address."""
