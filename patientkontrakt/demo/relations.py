"""Who is listed where, who has a care relation, and whose guardian Sara is (model.md D2, D11)."""

from dataclasses import dataclass
from datetime import timedelta

from patientkontrakt.demo import people
from patientkontrakt.demo.days import Days
from patientkontrakt.demo.fhir import HTEST, Resource, concept, name, ref, resource
from patientkontrakt.demo.people import Person
from patientkontrakt.fhir import systems

LISTED_SINCE = -800
RELATION_SINCE, RELATION_UNTIL = -240, 120
"""Days; a vårdrelation lasts a year at most, weekends included."""
BEGAN = {("gunnel", "ekby-sjukhus-hjarta"): -99, ("gunnel", "hemsjukvarden-ekby"): -91}
"""Days; Gunnel came to the heart clinic when she was admitted, and home care began when she came home."""

OF_AGE = 18


@dataclass(frozen=True)
class Guardianship:
    """One guardian of one child."""

    adult: str
    child: str


GUARDIANSHIPS = (Guardianship("sara", "alva"), Guardianship("sara", "noel"))


def listing(person: Person, days: Days) -> Resource:
    """The EpisodeOfCare of the listing: no end."""
    return _episode(person, person.listed, "listning", {"start": days.day(LISTED_SINCE).isoformat()})


def care_relation(person: Person, unit: str, days: Days) -> Resource:
    """The EpisodeOfCare of a care relation."""
    start, end = days.day(BEGAN.get((person.id, unit), RELATION_SINCE)), days.day(RELATION_UNTIL)
    return _episode(person, unit, "vardrelation", {"start": start.isoformat(), "end": end.isoformat()})


def _episode(person: Person, unit: str, kind: str, period: Resource) -> Resource:
    return resource(
        "EpisodeOfCare",
        f"{person.id}-{unit}",
        meta={"security": [HTEST]},
        status="active",
        type=[concept(systems.RELATION, kind)],
        patient=ref("Patient", person.id),
        managingOrganization=ref("Organization", unit),
        period=period,
    )


def guardians_of(child: Person) -> list[Resource]:
    """A RelatedPerson for each guardian, known by her number and never by reference to her own Patient (model.md D2)."""
    return [_guardian(people.BY_ID[each.adult], child) for each in GUARDIANSHIPS if each.child == child.id]


def _guardian(adult: Person, child: Person) -> Resource:
    until = child.born.replace(year=child.born.year + OF_AGE) - timedelta(days=1)
    return resource(
        "RelatedPerson",
        f"{adult.id}-{child.id}",
        meta={"security": [HTEST]},
        identifier=[people.identifier(adult.number)],
        active=True,
        patient=ref("Patient", child.id),
        relationship=[concept(systems.ROLE_CODE, "GUARD", "Vårdnadshavare")],
        name=name(adult.given, adult.family),
        gender=adult.gender,
        period={"start": child.born.isoformat(), "end": until.isoformat()},
    )
