"""Scopes in plain words for the approval page, Swedish and English."""

from patientkontrakt.policy.scopes import ResourceScope, Scopes

_OTHERS = {
    "openid": ("Känna igen dig när du kommer tillbaka", "Recognise you when you come back"),
    "fhirUser": ("Veta vem du är", "Know who you are"),
    "offline_access": (
        "Ha kvar tillgången när du har stängt appen, i högst 90 dagar",
        "Keep its access when you have closed the app, for at most 90 days",
    ),
    "online_access": (
        "Ha kvar tillgången medan du är inloggad, i högst 8 timmar",
        "Keep its access while you are signed in, for at most 8 hours",
    ),
    "launch/patient": ("Veta vilken patient det gäller", "Know which patient it is about"),
    "launch/encounter": ("Veta vilket besök det gäller", "Know which visit it is about"),
    "launch": (
        "Veta vad du hade framme när du öppnade appen",
        "Know what you were looking at when you opened the app",
    ),
}

# Nothing of care is ever removed (405 at every door), so `d` beside others is nothing to ask a person about.
_LETTERS = (
    ("rs", "läsa", "read"),
    ("c", "skapa", "create"),
    ("u", "ändra", "change"),
)

_REMOVE = ("ta bort", "remove")

_TYPES = {
    "*": ("alla delar av planeringen", "all parts of the plan"),
    "Appointment": ("tider", "appointments"),
    "AppointmentResponse": ("svar på tider", "answers to appointments"),
    "AuditEvent": ("logg över vem som har läst", "the log of who has read"),
    "CarePlan": ("planer", "plans"),
    "CareTeam": ("kontakter", "contacts"),
    "Communication": ("meddelanden", "messages"),
    "Consent": ("delning", "sharing"),
    "EpisodeOfCare": ("vilka enheter du hör till", "which units you belong to"),
    "Goal": ("mål", "goals"),
    "Observation": ("mätningar och skattningar", "measurements and ratings"),
    "Patient": ("namn och kontaktuppgifter", "name and contact details"),
    "QuestionnaireResponse": ("berättelser", "stories"),
    "Task": ("uppgifter", "tasks"),
    "Binary": ("filer", "files"),
    "CommunicationRequest": ("önskemål om kontakt", "requests for contact"),
    "Condition": ("diagnoser och besvär", "diagnoses and problems"),
    "DocumentReference": ("dokument", "documents"),
    "Encounter": ("besök", "visits"),
    "Flag": ("varningar", "warnings"),
    "MedicationStatement": ("läkemedel", "medicines"),
    "Procedure": ("behandlingar och åtgärder", "treatments and procedures"),
    "Provenance": ("vem som har skrivit och rättat", "who has written and corrected"),
    "RelatedPerson": ("närstående och vårdnadshavare", "relatives and guardians"),
    "ServiceRequest": ("remisser och beställningar", "referrals and orders"),
    "Subscription": ("aviseringar om ändringar", "notifications of changes"),
    # What is nobody's record: units, people at work, and what plans are made of.
    "ActivityDefinition": ("mallar för aktiviteter", "templates of activities"),
    "CapabilityStatement": ("beskrivningar av tjänsten", "descriptions of the service"),
    "CodeSystem": ("kodverk", "code systems"),
    "Group": ("patientgrupper", "groups of patients"),
    "HealthcareService": ("mottagningar och tjänster", "clinics and services"),
    "Location": ("platser", "places"),
    "Measure": ("mått för uppföljning", "measures for follow-up"),
    "OperationDefinition": ("beskrivningar av operationer", "descriptions of operations"),
    "Organization": ("enheter och vårdgivare", "units and care providers"),
    "PlanDefinition": ("mallar för planer", "templates of plans"),
    "Practitioner": ("personal", "staff"),
    "PractitionerRole": ("personalens uppdrag", "the assignments of staff"),
    "Questionnaire": ("frågeformulär", "questionnaires"),
    "Schedule": ("scheman", "schedules"),
    "SearchParameter": ("beskrivningar av sökningar", "descriptions of searches"),
    "Slot": ("lediga tider", "free times"),
    "StructureDefinition": ("beskrivningar av uppgifternas form", "descriptions of the form of data"),
    "ValueSet": ("urval av koder", "selections of codes"),
}


def lines(scopes: Scopes) -> list[tuple[str, str, str]]:
    """(scope, Swedish, English), one line for each checkbox."""
    others = [(word, *_OTHERS[word]) for word in scopes.others if word in _OTHERS]
    return others + [(str(scope), *_in_words(scope)) for scope in scopes.resources]


def _in_words(scope: ResourceScope) -> tuple[str, str]:
    verbs = [(sv, en) for letters, sv, en in _LETTERS if set(letters) & scope.letters] or [_REMOVE]
    sv_type, en_type = _TYPES[scope.type]
    sv = f"{_listed([sv for sv, _ in verbs], 'och')} {sv_type}"
    en = f"{_listed([en for _, en in verbs], 'and')} {en_type}"
    if scope.limit:
        only = ", ".join(map(str, scope.limit))
        sv, en = f"{sv}, men bara {only}", f"{en}, but only {only}"
    return sv[0].upper() + sv[1:], en[0].upper() + en[1:]


def _listed(words: list[str], last: str) -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)
