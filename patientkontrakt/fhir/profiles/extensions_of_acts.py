"""Extensions on what is done and said: utgåvor, consents, blocks, messages, relations."""

from patientkontrakt.fhir.profiles.extension import Extension, Part

_WHEN = Part("when", "dateTime", "", "När", "When")
_BY = Part("by", "Reference", "", "Av vem", "By whom")
_HOW = Part("satt", "code", "satt", "Hur patienten sa det", "How the patient said it")

ACTS = (
    Extension("utgava", "Utgåvans nummer", "The number of the utgåva", ("Provenance", "Task"), "positiveInt"),
    Extension("satt", "Hur ett ja gavs", "How a yes was given", ("Provenance", "Consent"), "code", codes="satt"),
    Extension("innehall", "Innehållets fingeravtryck", "The fingerprint of the content", ("Provenance",), "string"),
    Extension("ratt-uppgift", "Vad som är rätt i stället", "What is right instead", ("Provenance",), "string"),
    Extension("delningsniva", "Hur mycket som delas", "How much is shared", ("Consent",), "code",
              codes="delningsniva"),
    Extension("informerad", "När patienten informerades, och av vem", "When the patient was informed, and by whom",
              ("Consent",), parts=(_WHEN, _BY)),
    Extension("stoppad", "När delningen stoppades", "When the sharing was stopped", ("Consent",),
              parts=(_WHEN, _BY, _HOW)),
    Extension("havd", "Hur en spärr hävdes", "How a block was lifted", ("Consent.provision.provision",),
              parts=(_WHEN, _BY, Part("satt", "code", "satt-havd", "Hur den hävdes", "How it was lifted"))),
    Extension("oppnad", "Vad en nödöppning öppnar", "What an emergency opens", ("Consent",), parts=(
        Part("enhet", "Reference", "", "Enheten", "The unit"),
        Part("vardgivare", "Reference", "", "Vårdgivaren", "The care provider"),
    )),
    Extension("nodskal", "Varför i en nödsituation", "Why in an emergency", ("Consent",), parts=(
        Part("skal", "code", "nodskal", "Skälet", "The reason"),
        Part("text", "string", "", "Skälet i ord", "The reason in words"),
        Part("kan-inte-tillfragas", "string", "", "Varför hon inte kan tillfrågas", "Why she cannot be asked"),
        Part("behov", "string", "", "Vad som behövs", "What is needed"),
    )),
    Extension("bedomning", "Bedömningen att patienten inte kan säga ja eller nej",
              "The assessment that the patient cannot say yes or no", ("Consent",), parts=(
                  Part("behov", "string", "", "Vad som behövs", "What is needed"),
                  Part("installning", "string", "", "Vad man vet om hennes inställning", "What is known of her attitude"),
                  Part("inget-motsatt", "string", "", "Att inget talar emot", "That nothing speaks against it"),
                  _BY,
                  _WHEN,
              )),
    Extension("skal", "Skälet till beslutet", "The reason of the decision", ("Consent",), "string"),
    Extension("orsak", "Varför relationen antecknades", "Why the relation was recorded", ("EpisodeOfCare",), "code",
              codes="relation-reason"),
    Extension("om", "Vad frågan gäller", "What the question is about", ("Communication",), "code", codes="fraga-om"),
    Extension("del", "Vilken del frågan gäller", "Which part the question is about", ("Communication",), "string"),
    Extension("svara-senast", "När vården har lovat svar", "When care has promised an answer", ("Communication",),
              "date"),
    Extension("om-version", "Vilken version en invändning gäller", "The version an objection is about",
              ("Communication",), "positiveInt"),
    Extension("utlamnad-till", "Vem en kopia lämnades till", "To whom a copy was handed", ("Communication",),
              "string"),
    Extension("utlamnad-vad", "Vad som lämnades ut", "What was handed over", ("Communication",), "code",
              codes="utlamnad"),
)  # fmt: skip
