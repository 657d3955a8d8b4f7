"""Gunnel's other plans, kept by those who made them: SIP, rehabilitering, vårdplan. The contract only points there."""

from patientkontrakt import clock
from patientkontrakt.demo.days import Days
from patientkontrakt.demo.fhir import Resource, concept, ref, resource
from patientkontrakt.fhir import systems

SIP_MEETING, REHAB, HEART = -39, -61, -50


def sip(days: Days) -> Resource:
    """The SIP of region and kommun, kept by the kommun's health care."""
    return _plan("sip", "SIP", "Samordnad individuell plan (SIP)", SIP_MEETING, ref("PractitionerRole", "ahmed"), days,
                 "Gunnel ska kunna bo kvar hemma. Hemsjukvården lägger om bensåret, vårdcentralen följer hjärtat.",
                 [ref("Organization", "hemsjukvarden-ekby"), ref("Organization", "linden")])  # fmt: skip


def rehab(days: Days) -> Resource:
    """The rehabilitation plan of the health centre."""
    return _plan("rehab", "RP", "Rehabiliteringsplan", REHAB, ref("Organization", "linden"), days,
                 "Gå varje dag, lite längre varje vecka. Benstyrka två gånger i veckan.")  # fmt: skip


def vardplan(days: Days) -> Resource:
    """The care plan of the heart clinic."""
    return _plan("vardplan", "VP", "Vårdplan för hjärtsvikt", HEART, ref("Organization", "ekby-sjukhus-hjarta"), days,
                 "Vätskedrivande medicin efter vikt. Återbesök med ultraljud.")  # fmt: skip


def _plan(
    name: str, code: str, title: str, day: int, author: Resource, days: Days, text: str,
    contributors: list[Resource] | None = None,
) -> Resource:  # fmt: skip
    return resource(
        "CarePlan",
        f"gunnel-{name}",
        status="active",
        intent="plan",
        category=[concept(systems.TYPE_OF_CAREPLAN, code)],
        title=title,
        description=text,
        subject=ref("Patient", "gunnel"),
        period={"start": days.day(day).isoformat()},
        created=clock.iso(days.at(day, 13, 0)),
        author=author,
        contributor=contributors,
    )
