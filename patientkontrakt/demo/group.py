"""Group/region-exempel-kontrakt: the kept list of patients that demo-integrator may read (model.md D11)."""

from collections.abc import Iterable

from patientkontrakt.demo.fhir import HTEST, Resource, ref, resource

GROUP = "region-exempel-kontrakt"
MEMBERS = ("gunnel", "sara", "alva", "noel", "maja", "samir", "rut")
"""Never asta, who has blocked, nor elsa, who is protected."""


def group(members: Iterable[str]) -> Resource:
    """The Group of these patients."""
    return resource(
        "Group",
        GROUP,
        meta={"security": [HTEST]},
        type="person",
        actual=True,
        active=True,
        name="Patientkontrakt i Region Exempel",
        managingEntity=ref("Organization", "region-exempel"),
        member=[{"entity": ref("Patient", id)} for id in members],
    )
