"""Who works in the region (cast.md) as a table, and as Practitioner and PractitionerRole with the same key."""

from dataclasses import dataclass

from patientkontrakt.demo.days import Days
from patientkontrakt.demo.fhir import HTEST, Resource, concept, name, phone, ref, resource
from patientkontrakt.demo.organisations import OFFICE, WEEKDAYS, Hours, available
from patientkontrakt.fhir import systems

ROLE = systems.pk("role")
BEGAN = -900
"""Days ago that everybody began."""


@dataclass(frozen=True)
class Staff:
    """One member of staff. `role` is the assignment's (auth.assignments.ROLES), `title` what people call it.

    `hours` is when one may call. `ended` is the day offset on which the assignment ended and the account was suspended.
    """

    id: str
    given: str
    family: str
    unit: str
    role: str
    title: str
    sv: str
    en: str
    phone: str | None = None
    hours: Hours | None = None
    ended: int | None = None


STAFF = (
    Staff("maria", "Maria", "Lindqvist", "linden", "vardsamordnare", "Vårdsamordnare, sjuksköterska",
          "Vårdsamordnare på Linden, Gunnels fasta vårdkontakt", "Care coordinator at Linden, Gunnel's fixed contact",
          "070-174 06 11", OFFICE),
    Staff("johan", "Johan", "Ek", "linden", "lakare", "Läkare, specialist i allmänmedicin",
          "Läkare på Linden, Gunnels och Ruts fasta läkarkontakt", "Doctor at Linden, fixed doctor of Gunnel and Rut",
          "070-174 06 12", Hours("13:00", "14:00", WEEKDAYS)),
    Staff("dag", "Dag", "Sund", "eken", "sjukskoterska", "Sjuksköterska",
          "Sjuksköterska på Eken: samma vårdgivare, men ingen relation till Gunnel",
          "Nurse at Eken: same care provider, no relation to Gunnel", "070-174 06 21", OFFICE),
    Staff("ahmed", "Ahmed", "Yusuf", "hemsjukvarden-ekby", "sjukskoterska", "Kommunsjuksköterska",
          "Kommunsjuksköterska: läser det Gunnel delar, så länge hon delar",
          "Municipal nurse: reads what Gunnel shares, while she shares it", "070-174 06 13",
          Hours("07:00", "16:00", WEEKDAYS)),
    Staff("karin", "Karin", "Alm", "hemtjansten-ekby", "underskoterska", "Undersköterska",
          "Undersköterska i hemtjänsten, Ruts fasta omsorgskontakt", "Assistant nurse, Rut's fixed care contact",
          "070-174 06 15", Hours("07:00", "16:00")),
    Staff("frida", "Frida", "Holst", "ekby-sjukhus-akut", "sjukskoterska", "Sjuksköterska, akuten",
          "Sjuksköterska på akuten", "Nurse at the emergency department", "070-174 06 17"),
    Staff("petra", "Petra", "Ryd", "rydhalsan-vc", "lakare", "Läkare",
          "Läkare hos en privat vårdgivare", "Doctor at a private care provider", "070-174 06 16", OFFICE),
    Staff("gerd", "Gerd", "Falk", "linden", "sjukskoterska", "Sjuksköterska",
          "Har slutat: kontot är avstängt", "Has left: the account is suspended", ended=-120),
    Staff("lars", "Lars", "Vik", "region-exempel", "loggranskare", "Loggranskare",
          "Granskar loggar, läser aldrig planer", "Reviews access logs, never reads plans"),
    Staff("astrid", "Astrid", "Fors", "region-exempel", "systemadministrator",
          "Systemadministratör, verksamhetsutvecklare",
          "Registrerar klienter och enheter, läser aldrig planer", "Registers clients and units, never reads plans"),
)  # fmt: skip

BY_ID = {each.id: each for each in STAFF}


def practitioner(each: Staff) -> Resource:
    """The Practitioner."""
    return resource(
        "Practitioner",
        each.id,
        meta={"security": [HTEST]},
        active=each.ended is None,
        name=name(each.given, each.family),
    )


def practitioner_role(each: Staff, days: Days) -> Resource:
    """The PractitionerRole: where, as what, since when."""
    period = {"start": days.day(BEGAN).isoformat()}
    if each.ended is not None:
        period["end"] = days.day(each.ended).isoformat()
    return resource(
        "PractitionerRole",
        each.id,
        meta={"security": [HTEST]},
        active=each.ended is None,
        period=period,
        practitioner=ref("Practitioner", each.id),
        organization=ref("Organization", each.unit),
        code=[concept(ROLE, each.role, each.title)],
        telecom=phone(each.phone),
        availableTime=[available(each.hours)] if each.hours else [],
    )
