"""What is wrong with a registration, in both languages and at its field."""

from typing import Final

from patientkontrakt.fhir.outcome import Issue

_FIELDS: Final = {
    "redirect URI": "redirect_uris",
    "logout URI": "logout_uris",
    "launch URI": "launch_uri",
    "group": "groups",
    "keys": "jwks",
    "keys address": "jwks_uri",
}
SWEDISH: Final = {
    "1 to 100 printable characters": "skriv ett namn på högst 100 tecken.",
    "1 to 200 printable characters": "skriv högst 200 tecken.",
    "letters, digits, - and .": "använd bokstäver A–Z, siffror, bindestreck och punkt.",
    "a client has it already": "ett annat program heter redan så.",
    "at least one scope on a FHIR type": "välj minst en behörighet till en sorts uppgift.",
    "something of what it has must be left": "behåll något av det programmet har i dag, eller stäng det.",
    "system scopes and those of people belong to different clients": "behörigheter för system och för människor kan "
    "inte blandas i samma program.",
    "a secret or a key, not both": "välj antingen hemlighet eller nyckel.",
    "a JWK Set or its address, not both": "ange antingen nycklarna eller adressen till dem.",
    "a JWK Set or its address": "ange nycklarna eller adressen till dem.",
    'a JWK Set: {"keys": [ … ]} with at least one key': 'skriv en nyckelsamling: {"keys": [ … ]} med minst en nyckel.',
    "public keys only; this set holds a private one, which must now be replaced": "bara öppna nycklar. Samlingen har "
    "en hemlig nyckel, och den måste nu bytas.",
    "each key needs its own kid": "varje nyckel behöver ett eget kid.",
    "RSA of at least 2048 bits, or EC P-384": "nycklar är RSA med minst 2048 bitar, eller EC P-384.",
    "system scopes need private_key_jwt": "ett system loggar in med nyckel.",
    "system scopes act for one": "ange vilken organisation systemet hör till.",
    "system scopes read the patients of one": "ange vilken grupp patienter systemet får läsa.",
    "only for system scopes": "organisation och grupp hör bara till system.",
    "a system has none": "ett system har ingen adress att komma tillbaka till.",
    "at least one": "ange minst en adress att komma tillbaka till.",
    "at most 500 visible ASCII characters": "högst 500 tecken, utan mellanslag och å, ä, ö.",
    "no fragment": "adressen får inte ha #.",
    "a readable URI": "adressen går inte att läsa.",
    "no user name": "adressen får inte ha ett användarnamn.",
    "a host that is reached from the internet": "adressen ska kunna nås från internet.",
    "a host": "adressen saknar värdnamn.",
    "https": "adressen ska börja med https.",
    "https, or http on this machine only": "adressen ska börja med https.",
    "https, http on this machine, or a scheme such as com.example.app": "adressen ska börja med https, eller med "
    "appens eget schema, till exempel com.example.app.",
}
_NO_SCOPE: Final = " is not a scope"


def issue_of(fault: str) -> Issue:
    """A line of BadRegistration, "field: what", as an Issue; what a person wrote is told only of scopes."""
    place, _, text = fault.partition(": ")
    field = _FIELDS.get(place, place.split(" ")[0])
    if text.endswith(_NO_SCOPE):
        sv = f"{text.removesuffix(_NO_SCOPE)} är ingen behörighet."
    else:
        sv = SWEDISH.get(text, "fältet är inte rätt ifyllt.")
    return Issue("value", sv[0].upper() + sv[1:] if not text.endswith(_NO_SCOPE) else sv, fault, (field,))
