"""The patient's plan as she reads it, asked at a desk and shown when the desk is closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from patientkontrakt.api.v1 import render
from patientkontrakt.api.v1.beside import Beside, beside
from patientkontrakt.care import people
from patientkontrakt.care.contract import queries
from patientkontrakt.care.contract.views import View
from patientkontrakt.care.people import Party
from patientkontrakt.records.desk import Desk


@dataclass(frozen=True)
class PlanRead:
    """Her plan, what stands beside its entries, the people in it, and the linked plans that she may open."""

    view: View
    beside: Beside
    people: Mapping[str, Party]
    readable: frozenset[str]

    def shown(self) -> dict[str, Any]:
        """As ShownPlan takes it."""
        return render.plan(self.view, self.people, self.readable) | self.beside.shown()


def read_plan(desk: Desk) -> PlanRead:
    """Her own plan. Raises NotFound without one, AccessRefused."""
    view = queries.my_plan(desk)
    marked = beside(desk, view)
    named = people.described(desk, [*render.references(view), *marked.references()])
    return PlanRead(view, marked, named, queries.readable_links(desk, view.contract))
