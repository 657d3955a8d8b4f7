"""Profiles of the kinds of Consent (model.md D2): what each must say to be in force."""

from patientkontrakt.fhir.profiles import consent_predicates as predicates
from patientkontrakt.fhir.profiles.demands import Coded, Demand, Points, Rule
from patientkontrakt.fhir.profiles.profile import Profile
from patientkontrakt.fhir.systems import CONSENT_PURPOSE, ext

_HERS = Points("patient", "Ett samtycke är en patients.", "A consent is a patient's.", ("Patient",))
_DENIES = Rule("provision.type", "En spärr stänger: deny.", "A block denies.", "pk-sparr-1",
               "status = 'active' implies provision.where(type = 'deny').exists()",
               predicates.denies)  # fmt: skip
_ONE = Rule("organization", "Ange vad spärren stänger, en enda.", "Say what the block closes, only one.", "pk-sparr-2",
            "status = 'active' implies organization.count() = 1", predicates.closes_one)  # fmt: skip
_SHARING: tuple[Demand, ...] = (
    Rule("extension", "Ange när patienten informerades.", "Say when the patient was informed.", "pk-svod-1",
         f"status = 'active' implies extension.where(url = '{ext('informerad')}').exists()", predicates.is_informed),
    Rule("extension", "Ange hur mycket som delas.", "Say how much is shared.", "pk-svod-2",
         f"status = 'active' implies extension.where(url = '{ext('delningsniva')}').exists()",
         predicates.says_how_much),
    Rule("performer", "Ange att patienten har sagt ja.", "Say that the patient said yes.", "pk-svod-3",
         "status = 'active' implies performer.where(reference.startsWith('Patient/') or"
         " reference.startsWith('RelatedPerson/')).exists()",
         predicates.is_given_by_the_patient),
    Rule("provision.period.end", "En delning ska ha ett slut, högst ett år fram.",
         "A sharing must have an end, at most a year ahead.", "pk-svod-4",
         "status = 'active' implies provision.period.end.exists()", predicates.has_an_end),
)  # fmt: skip


def _kind(
    code: str, sv: str, en: str, *demands: Demand, extensions: tuple[str, ...] = (), beyond: str = ""
) -> Profile:
    claim = (CONSENT_PURPOSE, code)
    category = Coded("category", f"Kategorin är {code}.", f"The category is {code}.", claim, code)
    return Profile(
        f"samtycke-{code}", "Consent", sv, en, (category, _HERS, *demands), extensions, claim, beyond=beyond
    )


CONSENTS = (
    _kind("svod", "Delning mellan två enheter", "Sharing between two units", *_SHARING,
          extensions=("delningsniva", "informerad", "satt", "stoppad"),
          beyond="It lasts a year at most, and names two units and the two providers that answer for them, in the same order; "
          "neither is of individual and family services."),
    _kind("delning-inom", "Mindre delning inom vårdgivaren", "Less sharing within the provider"),
    _kind("sparr-inre", "Inre spärr", "Inner block", _DENIES, _ONE,
          beyond="It closes one unit; a lift lasts seven days at most and is for somebody."),
    _kind("sparr-yttre", "Yttre spärr", "Outer block", _DENIES, _ONE,
          beyond="It closes one care provider; a lift lasts seven days at most and is for somebody."),
    _kind("sip", "Samtycke till SIP", "Consent to a SIP"),
    _kind("nodoppning", "Nödöppning", "Emergency access", extensions=("oppnad", "nodskal"),
          beyond="Made by its operation only."),
    _kind("beslutsoformogen", "Patienten kan inte säga ja eller nej", "The patient cannot say yes or no",
          extensions=("bedomning",), beyond="Made by its operation only."),
    _kind("vardnadshavare", "Vårdnadshavare hålls utanför", "A guardian is kept out", extensions=("skal",),
          beyond="Made by its operation only."),
    _kind("vardnadshavare-utokad", "Vårdnadshavare läser längre", "A guardian reads for longer",
          extensions=("skal",), beyond="Made by its operation only."),
    _kind("mognad", "Barnet läser självt", "The child reads alone", extensions=("skal",),
          beyond="Made by its operation only."),
)  # fmt: skip
