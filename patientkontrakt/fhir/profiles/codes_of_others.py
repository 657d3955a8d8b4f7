"""Codes that others decide and our profiles demand: Inera's kinds of fixed contact and of care plan."""

from patientkontrakt.fhir.profiles.terms import system
from patientkontrakt.fhir.systems import CARETEAM_TYP, FAST_KONTAKT_TYP, TYPE_OF_CAREPLAN

OTHERS = (
    system(
        "typ-av-fast-kontakt", "Typ av fast kontakt", "Kind of fixed contact",
        ("1", "Fast vårdkontakt", "Fixed care contact"),
        ("2", "Fast läkarkontakt i primärvård", "Fixed doctor in primary care"),
        ("3", "Fast omsorgskontakt i hemtjänsten", "Fixed contact in home care"),
        ("4", "Fast vårdkontakt med övergripande samordningsansvar",
         "Fixed care contact with responsibility for all coordination"),
        address=FAST_KONTAKT_TYP,
    ),
    system(
        "typ-av-vardplan", "Typ av vård- och omsorgsplan", "Kind of care plan",
        ("SIP", "Samordnad individuell plan", "Coordinated individual plan"),
        ("SPLPTLRV", "Samordnad plan enligt LPT och LRV", "Coordinated plan under the acts on compulsory psychiatric care"),
        ("SPU", "Samordnad plan vid utskrivning", "Coordinated plan at discharge"),
        ("VP", "Vårdplan", "Care plan"),
        ("HP", "Habiliteringsplan", "Habilitation plan"),
        ("RP", "Rehabiliteringsplan", "Rehabilitation plan"),
        ("GP", "Genomförandeplan", "Plan of home care"),
        ("SVP", "Standardiserad vårdplan", "Standardised care plan"),
        address=TYPE_OF_CAREPLAN,
    ),
    system(
        "typ-av-careteam", "Typ av team", "Kind of care team",
        ("fast-kontakt", "Fast kontakt", "Fixed contact"),
        ("team", "Team", "Team"),
        address=CARETEAM_TYP,
    ),
)  # fmt: skip
