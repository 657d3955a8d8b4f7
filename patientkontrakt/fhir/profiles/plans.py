"""Profiles of plans: patientkontrakt (model.md D4), and the plans of others as Inera's EHDS-TK has them (domain.md §1.7 d)."""

from patientkontrakt.fhir.profiles.demands import Bound, Coded, Count, Fixed, Points
from patientkontrakt.fhir.profiles.profile import Profile
from patientkontrakt.fhir.systems import PLAN_CATEGORY, TYPE_OF_CAREPLAN

CONTRACT = (PLAN_CATEGORY, "patientkontrakt")
EHDS_TK = "https://fhir.inera.se/ig/ehds-tk/StructureDefinition/inera-ehds-care-plan"

_HERS = Points("subject", "En plan är en patients.", "A plan is a patient's.", ("Patient",))
_EHDS = (
    _HERS,
    Count("title", "En plan ska ha en titel.", "A plan must have a title.", most=1),
    Points("author", "En plan skrivs av någon i sin roll, eller av en enhet.",
           "A plan is written by somebody in a role, or by a unit.", ("PractitionerRole", "Organization")),
    Count("category", "En plan är av ett enda slag.", "A plan is of one kind only.", most=1),
    Bound("category", "Ange vilket slag av plan: en kod ur Ineras lista.",
          "Say what kind of plan it is: a code of Inera's list.", "typ-av-vardplan"),
)  # fmt: skip

PLANS = (
    Profile(
        "patientkontrakt", "CarePlan", "Patientkontrakt", "Patient contract",
        (
            Coded("category", "Ett patientkontrakt har kategorin patientkontrakt.",
                  "A contract has the category patientkontrakt.", CONTRACT, "patientkontrakt"),
            Count("title", "Ett patientkontrakt ska ha en titel.", "A contract must have a title.", most=1),
            Count("author", "Ett patientkontrakt ska ha en författare.", "A contract must have an author.", most=1),
            Fixed("intent", "Ett patientkontrakt är en plan.", "A contract is a plan.", "plan"),
            _HERS,
        ),
        extensions=("varning", "ingen-tid", "samordning", "narstaende", "review-by", "end-reason", "starter"),
        claim=CONTRACT,
        beyond="The status goes only the steps it has; active takes the four parts of a whole contract and a recorded yes; "
        "completed takes a reason and how each goal went.",
    ),
    Profile(
        "vardplan", "CarePlan", "Vård- eller omsorgsplan av annat slag", "Another plan of care", _EHDS,
        honours=((EHDS_TK, "all that it demands"),),
    ),
    Profile(
        "sip", "CarePlan", "Samordnad individuell plan (SIP)", "Coordinated individual plan (SIP)",
        (
            *_EHDS,
            Coded("category", "En SIP har kategorin SIP.", "A SIP has the category SIP.", (TYPE_OF_CAREPLAN, "SIP")),
        ),
        honours=((EHDS_TK, "all that it demands"),),
    ),
)  # fmt: skip
