"""Codes of what is done and said: promises, answers, messages, acts with entries."""

from patientkontrakt.fhir.profiles.terms import system

WORK = (
    system(
        "task", "Slag av uppgift", "Kind of task",
        ("ansvar", "Löfte i en plan", "Promise in a plan"),
        ("svar", "Fråga till patienten om planen", "The question put to the patient"),
        ("aterkoppling", "Vården hör av sig", "Care gets in touch"),
        ("inbjudan", "Inbjudan till en enhet", "Invitation of a unit"),
        ("dubbel-lakarkontakt", "Två fasta läkarkontakter", "Two fixed doctors"),
    ),
    system(
        "task-input", "Vad en uppgift utgår från", "What a task goes by",
        ("nar", "När och hur ofta", "When and how often"),
    ),
    system(
        "task-output", "Vad en uppgift gav", "What came of a task",
        ("svar", "Svaret", "The answer"),
        ("text", "Svaret i ord", "The answer in words"),
        ("satt", "Hur svaret gavs", "How the answer was given"),
    ),
    system(
        "business-status", "Var ett löfte står", "Where a promise stands",
        ("foreslagen", "Föreslaget", "Proposed"),
        ("motforslag", "Motförslag", "Counter-proposal"),
        ("overenskommen", "Överenskommet", "Agreed"),
        ("uppfylld", "Uppfyllt", "Kept"),
        ("bruten", "Brutet", "Broken"),
        ("omforhandlas", "Tas upp igen", "Taken up again"),
    ),
    system(
        "anledning", "Varför vården ska höra av sig", "Why care is to get in touch",
        ("andra", "Patienten vill ändra något", "The patient wants a change"),
        ("prata", "Patienten vill prata först", "The patient wants to talk first"),
        ("aterkallad", "Patienten är inte längre med", "The patient no longer agrees"),
        ("inbjudan-avbojd", "En enhet har tackat nej", "A unit has declined"),
        ("paminnelse", "Påminnelse om ett löfte", "Reminder of a promise"),
        ("fraga", "En fråga från patienten", "A question of the patient's"),
    ),
    system(
        "activity", "Vad som gjordes med en plan eller post", "What was done with a plan or an entry",
        ("utgiven", "Utgåva gavs ut", "An utgåva was published"),
        ("overens", "Ja till en utgåva", "A yes to an utgåva"),
        ("aterkallad", "Ja togs tillbaka", "A yes was taken back"),
        ("rattad", "Rättades", "Corrected"),
        ("undanhallen", "Hölls undan från patienten", "Withheld from the patient"),
        ("visas-igen", "Visas igen", "Shown again"),
    ),
    system(
        "communication", "Slag av meddelande", "Kind of message",
        ("intern-anteckning", "Anteckning för personal", "Note for staff"),
        ("uppfoljning", "Uppföljning", "Follow-up"),
        ("anteckning", "Anteckning", "Note"),
        ("egen-anteckning", "Patientens egen anteckning", "The patient's own note"),
        ("fraga", "Fråga", "Question"),
        ("svar", "Svar på en fråga", "Reply to a question"),
        ("invandning", "Patientens invändning", "The patient's objection"),
        ("svar-pa-invandning", "Svar på en invändning", "Reply to an objection"),
        ("utlamnande", "En kopia lämnades ut", "A copy was handed over"),
    ),
    system(
        "fraga-om", "Vad en fråga gäller", "What a question is about",
        ("plan", "Planen", "The plan"),
        ("tid", "En tid", "A time"),
        ("kontakt", "En kontakt", "A contact"),
        ("logg", "En rad i loggen", "A row of the log"),
        ("delning", "En delning", "A sharing"),
    ),
    system(
        "utlamnad", "Vad som lämnades ut", "What was handed over",
        ("utskrift", "Utskrift", "Paper"),
        ("kopia", "Annan kopia", "Another copy"),
        ("export", "Fil till ett annat system", "File for another system"),
        ("registerutdrag", "Registerutdrag", "Extract of one's own data"),
    ),
    system(
        "nodskal", "Varför i en nödsituation", "Why in an emergency",
        ("fara-for-liv", "Fara för liv", "Danger to life"),
        ("allvarlig-risk-for-halsa", "Allvarlig risk för hälsan", "Serious risk to health"),
    ),
)  # fmt: skip
