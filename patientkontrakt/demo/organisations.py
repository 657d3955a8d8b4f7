"""The region's organisations (cast.md) as a table, and as Organization and HealthcareService.

A kommun keeps its care journal and its social journal apart, so it has two custodians below it (model.md D1).
"""

from dataclasses import dataclass

from patientkontrakt.demo.fhir import Resource, concept, phone, ref, resource
from patientkontrakt.fhir import systems

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
ROUND_THE_CLOCK = "00:00", "24:00"


@dataclass(frozen=True)
class Hours:
    """When a unit is open: days of the week, from and to ("08:00"); no days is every day."""

    opens: str
    closes: str
    days: tuple[str, ...] = ()


@dataclass(frozen=True)
class Organisation:
    """One organisation; `kinds` are codes of pk-org. Telephones are of the series kept free for books and films."""

    id: str
    name: str
    kinds: tuple[str, ...]
    hsa_id: str | None = None
    part_of: str | None = None
    phone: str | None = None
    street: str | None = None
    hours: Hours | None = None
    offers: str | None = None


OFFICE = Hours("08:00", "16:00", WEEKDAYS)

ORGANISATIONS = (
    Organisation("region-exempel", "Region Exempel", ("vardgivare", "region"), "SE2321009991-R001"),
    Organisation("linden", "Vårdcentralen Linden", ("vardenhet",), "SE2321009991-L001", "region-exempel",
                 "0980-31 92 10", "Storgatan 4, Ekby", OFFICE, "Vårdcentral"),
    Organisation("eken", "Vårdcentralen Eken", ("vardenhet",), "SE2321009991-E001", "region-exempel",
                 "0980-31 92 20", "Torget 2, Ekby", OFFICE, "Vårdcentral"),
    Organisation("ekby-sjukhus-akut", "Ekby sjukhus, akutmottagningen", ("vardenhet",), "SE2321009991-A001",
                 "region-exempel", "0980-31 92 30", "Sjukhusvägen 1, Ekby", Hours(*ROUND_THE_CLOCK),
                 "Akutmottagning"),
    Organisation("ekby-sjukhus-hjarta", "Ekby sjukhus, hjärtmottagningen", ("vardenhet",), "SE2321009991-H001",
                 "region-exempel", "070-174 06 14", "Sjukhusvägen 1, Ekby", Hours("08:00", "12:00", WEEKDAYS),
                 "Hjärtmottagning"),
    Organisation("ekby-kommun", "Ekby kommun", ("kommun",), "SE2120009994-K001"),
    Organisation("ekby-kommun.hsv", "Ekby kommun, hälso- och sjukvård", ("vardgivare",), part_of="ekby-kommun"),
    Organisation("ekby-kommun.sol", "Ekby kommun, socialtjänst", ("omsorgsgivare",), part_of="ekby-kommun"),
    Organisation("hemsjukvarden-ekby", "Hemsjukvården Ekby", ("vardenhet",), "SE2120009994-H001",
                 "ekby-kommun.hsv", "0980-31 92 40", "Kyrkogatan 8, Ekby", Hours("07:00", "21:00"), "Hemsjukvård"),
    Organisation("solgarden", "Solgården, särskilt boende", ("vardenhet", "sabo"), "SE2120009994-S001",
                 "ekby-kommun.hsv", "0980-31 92 50", "Parkvägen 12, Ekby", Hours(*ROUND_THE_CLOCK),
                 "Särskilt boende"),
    Organisation("hemtjansten-ekby", "Hemtjänsten Ekby", ("omsorgsenhet",), "SE2120009994-T001",
                 "ekby-kommun.sol", "0980-31 92 60", "Kyrkogatan 8, Ekby", Hours("07:00", "22:00"), "Hemtjänst"),
    Organisation("angby-kommun", "Ängby kommun", ("kommun",), "SE2120009986-K001"),
    Organisation("angby-kommun.hsv", "Ängby kommun, hälso- och sjukvård", ("vardgivare",), part_of="angby-kommun"),
    Organisation("angby-kommun.sol", "Ängby kommun, socialtjänst", ("omsorgsgivare",), part_of="angby-kommun"),
    Organisation("rydhalsan", "Rydhälsan AB", ("vardgivare",), "SE5560009994-R001"),
    Organisation("rydhalsan-vc", "Rydhälsan vårdcentral", ("vardenhet",), "SE5560009994-V001", "rydhalsan",
                 "0980-31 92 70", "Bruksgatan 5, Ängby", OFFICE, "Vårdcentral"),
)  # fmt: skip
"""Each after what it is part of."""

BY_ID = {each.id: each for each in ORGANISATIONS}


def custodian_of(unit: str) -> str:
    """The vårdgivare or omsorgsgivare that answers for what is written at `unit`."""
    found = BY_ID[unit]
    if {"vardgivare", "omsorgsgivare"} & set(found.kinds):
        return unit
    if found.part_of is None:
        raise ValueError(f"{unit} belongs to no custodian")
    return custodian_of(found.part_of)


def organization(each: Organisation) -> Resource:
    """The Organization."""
    return resource(
        "Organization",
        each.id,
        identifier=[{"system": systems.HSA_ID, "value": each.hsa_id}] if each.hsa_id else [],
        active=True,
        type=[concept(systems.ORG, kind) for kind in each.kinds],
        name=each.name,
        telecom=phone(each.phone),
        address=[{"use": "work", "text": each.street}] if each.street else [],
        partOf=ref("Organization", each.part_of) if each.part_of else None,
    )


def service(each: Organisation) -> Resource:
    """What the unit offers and when it is open (model.md D7: hours are the service's)."""
    return resource(
        "HealthcareService",
        each.id,
        active=True,
        providedBy=ref("Organization", each.id),
        name=each.name,
        type=[{"text": each.offers}],
        telecom=phone(each.phone),
        availableTime=[available(each.hours)] if each.hours else [],
    )


def available(hours: Hours) -> Resource:
    """The availableTime of those hours."""
    days = list(hours.days) or [*WEEKDAYS, "sat", "sun"]
    if (hours.opens, hours.closes) == ROUND_THE_CLOCK:
        return {"daysOfWeek": days, "allDay": True}
    return {
        "daysOfWeek": days,
        "availableStartTime": f"{hours.opens}:00",
        "availableEndTime": f"{hours.closes}:00",
    }
