"""Profiles of a contract's parts: fixed contact (Inera's draft as R4), goal, promise, agreed time; and of the patient."""

from patientkontrakt.fhir.profiles import predicates
from patientkontrakt.fhir.profiles.demands import Bound, Coded, Count, Fixed, Points, Rule
from patientkontrakt.fhir.profiles.profile import Profile
from patientkontrakt.fhir.systems import CARETEAM_TYP, FAST_KONTAKT_TYP, TASK, ext

FAST_KONTAKT = (CARETEAM_TYP, "fast-kontakt")
ANSVAR = (TASK, "ansvar")
CARE_MANAGER = "https://fhir.inera.se/ig/careteam/StructureDefinition/RIVCareManager-careteam"
SE_BASE_PATIENT = "http://hl7.se/fhir/ig/base/StructureDefinition/SEBasePatient"

PARTS = (
    Profile(
        "fast-kontakt", "CareTeam", "Fast kontakt", "Fixed contact",
        (
            Coded("category", "En fast kontakt har kategorin fast-kontakt.",
                  "A fixed contact has the category fast-kontakt.", FAST_KONTAKT, "fast-kontakt"),
            Count("subject", "Ange vems fasta kontakt det är.", "Say whose fixed contact it is.", most=1),
            Points("subject", "En fast kontakt är en patients.", "A fixed contact is a patient's.", ("Patient",)),
            Rule("participant[0].role", "Ange vilken typ av fast kontakt.", "Say which kind it is.", "pk-fk-1",
                 f"participant.first().role.coding.where(system = '{FAST_KONTAKT_TYP}' and"
                 " (code = '1' or code = '2' or code = '3' or code = '4')).exists()",
                 predicates.has_a_kind_of_contact),
            Rule("participant[0].member", "Ange vem som är fast kontakt.", "Say who it is.", "pk-fk-2",
                 "participant.first().member.where(reference.startsWith('PractitionerRole/')).exists()",
                 predicates.names_the_contact),
        ),
        claim=FAST_KONTAKT,
        honours=((CARE_MANAGER, "in the shape of R4: the team behind is a second participant"),),
        beyond="The contact can be reached: a telephone of its own, or of its team or unit (FK-5). A patient has one doctor "
        "of this kind at a time at one care provider (FK-1). A second participant is the team behind.",
    ),
    Profile(
        "mal", "Goal", "Mål", "Goal",
        (
            Points("subject", "Ett mål är en patients.", "A goal is a patient's.", ("Patient",)),
            Count("expressedBy", "Ange vems ord målet är.", "Say whose words the goal is.", most=1),
            Rule("description.text", "Skriv målet i ord.", "Write the goal in words.", "pk-mal-1",
                 "description.text.exists()", predicates.is_in_words),
            Rule("extension", "Ett steg på skalan är mellan −2 och +2.", "A step on the scale is between −2 and +2.",
                 "pk-mal-2",
                 f"extension.where(url = '{ext('steg')}').extension.where(url = 'value')"
                 ".all(value >= -2 and value <= 2)",
                 predicates.steps_are_on_the_scale),
        ),
        extensions=("steg", "nulage", "forsta-steg"),
        beyond="The patient's own words are changed by her alone.",
    ),
    Profile(
        "lofte", "Task", "Löfte i ett patientkontrakt", "Promise in a contract",
        (
            Coded("code", "Ett löfte har koden ansvar.", "A promise has the code ansvar.", ANSVAR),
            Fixed("intent", "Ett löfte är en plan.", "A promise is a plan.", "plan"),
            Rule("owner", "Ett löfte ska ha en som håller det.", "A promise needs an owner.", "pk-lofte-1",
                 "owner.reference.exists()", predicates.has_an_owner),
            Count("description", "Skriv vad som ska göras.", "Write what will be done.", most=1),
            Rule("basedOn", "Ett löfte hör till en plan.", "A promise belongs to one plan.", "pk-lofte-2",
                 "basedOn.where(reference.startsWith('CarePlan/')).count() = 1", predicates.belongs_to_one_plan),
            Points("for", "Ett löfte är en patients.", "A promise is a patient's.", ("Patient",)),
            Bound("businessStatus", "", "", "business-status", "preferred"),
        ),
        extensions=("bevakas-av",),
        claim=ANSVAR,
        beyond="The status goes only the steps it has; it is accepted only on the patient's yes to these very words; only "
        "the owner's side says how it goes.",
    ),
    Profile(
        "overenskommen-tid", "Appointment", "Överenskommen tid", "Agreed time",
        (
            Rule("extension", "Ange när patienten sa ja till tiden (pk-agreed).",
                 "Say when the patient accepted the time (pk-agreed).", "pk-tid-1",
                 f"extension.where(url = '{ext('agreed')}').exists()", predicates.tells_when_it_was_agreed),
            Rule("participant", "En överenskommen tid har patienten sagt ja till.",
                 "An agreed time is one the patient has accepted.", "pk-tid-2",
                 "participant.where(actor.reference.startsWith('Patient/') and status = 'accepted').exists()",
                 predicates.is_accepted_by_the_patient),
            Count("start", "En överenskommen tid har en början.", "An agreed time has a start.", most=1),
        ),
        extensions=("agreed", "tillater"),
    ),
    Profile(
        "patient", "Patient", "Patient", "Patient",
        (
            Count("name", "En person har ett namn här.", "A person has one name here.", least=0, most=1),
            Rule("identifier", "Högst ett nummer av varje svenskt slag.", "At most one number of each Swedish kind.",
                 "pk-pat-1", predicates.ONE_OF_EACH, predicates.has_one_of_each_number),
        ),
        honours=((SE_BASE_PATIENT, "its numbers and its one name"),),
        beyond="An identity number of a system we know is well-formed, in twelve digits.",
    ),
)  # fmt: skip
