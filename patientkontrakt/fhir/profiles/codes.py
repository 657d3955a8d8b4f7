"""Our code systems `pk-…` (model.md D2–D8), each code with what it means. A code that is not here is not ours."""

from patientkontrakt.fhir.profiles.codes_of_log import LOG
from patientkontrakt.fhir.profiles.codes_of_work import WORK
from patientkontrakt.fhir.profiles.terms import system

OURS = (
    system(
        "plan-category", "Slag av plan", "Kind of plan",
        ("patientkontrakt", "Patientkontrakt", "Patient contract"),
    ),
    system(
        "end-reason", "Varför en plan avslutas", "Why a plan ends",
        ("mal-uppnadda", "Målen är uppnådda", "The goals are reached"),
        ("patienten-vill-inte", "Patienten vill inte längre", "The patient no longer wants it"),
        ("flyttat", "Patienten har flyttat", "The patient has moved"),
        ("avliden", "Patienten har avlidit", "The patient has died"),
        ("ersatt", "Ersatt av en annan plan", "Replaced by another plan"),
        ("felregistrerad", "Felregistrerad", "Entered in error"),
    ),
    system(
        "niva", "Nivå i ”Om du blir sämre”", "Level of a warning sign",
        ("gron", "Grön: som vanligt", "Green: as usual"),
        ("gul", "Gul: hör av dig", "Yellow: get in touch"),
        ("rod", "Röd: sök vård nu", "Red: seek care now"),
    ),
    system(
        "narstaende", "Får närstående vara med", "May relatives take part",
        ("ja", "Ja", "Yes"),
        ("nej", "Nej", "No"),
    ),
    system(
        "satt", "Hur ett ja gavs", "How a yes was given",
        ("digitalt", "Digitalt, av patienten själv", "Digitally, by the patient"),
        ("muntligt", "Muntligt", "Spoken"),
        ("telefon", "Per telefon", "By telephone"),
    ),
    system(
        "satt-havd", "Hur en spärr hävdes", "How a block was lifted",
        ("muntligt", "Patienten sa ja muntligt", "The patient said yes, spoken"),
        ("telefon", "Patienten sa ja per telefon", "The patient said yes by telephone"),
        ("nodlage", "I en nödsituation", "In an emergency"),
    ),
    system(
        "goal", "Slag av mål", "Kind of goal",
        ("egen", "Patientens eget, som bara hon läser", "The patient's own, read by her alone"),
    ),
    system(
        "observation", "Slag av iakttagelse", "Kind of observation",
        ("malniva", "Var patienten är nu på målets skala, −2 till +2", "Where she is on the scale of a goal, −2 to +2"),
    ),
    system(
        "motesform", "Hur man möts", "How one meets",
        ("besok", "Besök", "Visit"),
        ("telefon", "Telefon", "Telephone"),
        ("video", "Video", "Video"),
        ("hembesok", "Hembesök", "Home visit"),
    ),
    system(
        "tillater", "Vad patienten får göra med en tid", "What the patient may do with a time",
        ("avboka", "Avboka", "Cancel"),
        ("omboka", "Boka om", "Move"),
        ("meddela", "Skicka meddelande", "Send a message"),
    ),
    system(
        "team", "Slag av deltagare", "Kind of team",
        ("deltagare", "Enheter som deltar i planen", "Units that take part in the plan"),
    ),
    system(
        "org", "Slag av organisation", "Kind of organisation",
        ("vardgivare", "Vårdgivare", "Care provider"),
        ("omsorgsgivare", "Omsorgsgivare", "Provider of social care"),
        ("region", "Region", "Region"),
        ("kommun", "Kommun", "Municipality"),
        ("vardenhet", "Vårdenhet", "Care unit"),
        ("omsorgsenhet", "Omsorgsenhet", "Unit of social care"),
        ("sabo", "Särskilt boende", "Residential care home"),
        ("ifo", "Individ- och familjeomsorg", "Individual and family services"),
        ("team", "Team", "Team"),
    ),
    system(
        "role", "Roll", "Role",
        ("vardsamordnare", "Vårdsamordnare", "Care coordinator"),
        ("sjukskoterska", "Sjuksköterska", "Nurse"),
        ("lakare", "Läkare", "Doctor"),
        ("underskoterska", "Undersköterska", "Assistant nurse"),
        ("loggranskare", "Loggranskare", "Log reviewer"),
        ("systemadministrator", "Systemadministratör", "Administrator"),
        ("verksamhetsutvecklare", "Verksamhetsutvecklare", "Operations developer"),
    ),
    system(
        "relation", "Slag av relation mellan enhet och patient", "Kind of relation between unit and patient",
        ("listning", "Listning", "Listing"),
        ("vardrelation", "Vårdrelation", "Care relation"),
        ("placering", "Placering", "Placement"),
    ),
    system(
        "relation-reason", "Varför en vårdrelation antecknas", "Why a care relation is recorded",
        ("besok", "Besök", "Visit"),
        ("telefon", "Telefonsamtal", "Telephone call"),
        ("remiss", "Remiss", "Referral"),
        ("utskrivning", "Utskrivning", "Discharge"),
        ("uppdrag", "Uppdrag", "Assignment"),
        ("samordning", "Samordning", "Coordination"),
    ),
    system(
        "consent-purpose", "Slag av samtycke, spärr och beslut", "Kind of consent, block and decision",
        ("svod", "Delning mellan två vårdgivares enheter", "Sharing between units of two care providers"),
        ("delning-inom", "Mindre delning inom vårdgivaren", "Less sharing within the care provider"),
        ("sparr-inre", "Inre spärr: stänger en enhet inom vårdgivaren", "Inner block: closes a unit within its provider"),
        ("sparr-yttre", "Yttre spärr: stänger en vårdgivare för andra", "Outer block: closes a provider to others"),
        ("sip", "Samtycke till samordnad individuell plan", "Consent to a coordinated individual plan"),
        ("nodoppning", "Nödöppning", "Emergency access"),
        ("beslutsoformogen", "Patienten kan inte säga ja eller nej", "The patient cannot say yes or no"),
        ("vardnadshavare", "Vårdnadshavare hålls utanför", "A guardian is kept out"),
        ("vardnadshavare-utokad", "Vårdnadshavare läser längre", "A guardian reads for longer"),
        ("mognad", "Barnet läser självt", "The child reads alone"),
    ),
    system(
        "delningsniva", "Hur mycket som delas", "How much is shared",
        ("hela", "Hela planen", "The whole plan"),
        ("utan-berattelse", "Allt utom patientens berättelse", "All but the patient's story"),
        ("tider-kontakter", "Tider och kontakter", "Times and contacts"),
    ),
    system(
        "synlighet", "Vem en post visas för", "Whom an entry is shown to",
        ("alla", "Alla som får läsa", "Everybody who may read"),
        ("utkast", "Bara den egna enheten: aldrig utgivet", "The own unit only: never published"),
        ("personal", "Personal", "Staff"),
        ("ej-patient", "Inte patienten", "Not the patient"),
        ("egen", "Bara patienten", "The patient only"),
    ),
    system(
        "flag", "Påminnelser om hur vi ska vara", "What to bear in mind",
        ("stor-text", "Stor text", "Large print"),
    ),
    *WORK,
    *LOG,
)  # fmt: skip
