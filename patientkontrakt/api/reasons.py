"""Why not, in words a person can act on: for refusals that carry a code instead of Issues."""

from typing import Final

from patientkontrakt.fhir.outcome import Issue, TooLarge, UnsupportedMedia

UNAUTHENTICATED: Final = Issue(
    "login",
    "Logga in först: begäran saknar en giltig åtkomstbiljett (Authorization: Bearer …).",
    "Sign in first: the request has no valid access token (Authorization: Bearer …).",
)
UNAVAILABLE: Final = Issue(
    "transient",
    "Tjänsten kan inte svara just nu. Försök igen om en liten stund.",
    "The service cannot answer just now. Try again in a little while.",
)

_FORBIDDEN: Final = {
    "scope": (
        "Appen har inte fått behörighet (scope) till det här.",
        "The app was not given permission (scope) for this.",
    ),
    "role": (
        "Ditt uppdrag ger inte tillgång till patienters uppgifter.",
        "Your assignment gives no access to patients' data.",
    ),
    "act": (
        "Det här kan du inte göra, vem det än gäller.",
        "You cannot do this, whomever it concerns.",
    ),
    "not_administrator": (
        "Det här är till för systemadministratörer.",
        "This is for system administrators.",
    ),
    "four_eyes": (
        "Du har bett om det här själv. En annan administratör godkänner.",
        "You asked for this yourself. Another administrator approves it.",
    ),
    "not_own_program": (
        "Programmet hör till en annan vårdgivare. Den egna administratören där sköter det.",
        "The program is another care provider's. The administrators there look after it.",
    ),
    "social_term": (
        "Vården får inte söka efter vilka som har insatser från socialtjänsten (PDL 2 kap. 8 §, A-12). "
        "Ange en patient.",
        "Health care may not search for who has help from social services (PDL 2:8, A-12). Name one patient.",
    ),
}
_MAY_READ: Final = (
    "Du får läsa det här, men inte ändra det eller lägga till något.",
    "You may read this, but not change it or add to it.",
)
_UNREADABLE: Final = Issue("structure", "Begäran går inte att läsa.", "The request cannot be read.")
_STATUS: Final = {
    404: Issue("not-found", "Adressen finns inte.", "There is no such address."),
    413: TooLarge.fixed,
    415: UnsupportedMedia.fixed,
}


def of(reason: str) -> Issue:
    """Why somebody who may know that it exists is refused. An unknown reason is told as "read, not change"."""
    sv, en = _FORBIDDEN.get(reason, _MAY_READ)
    return Issue("forbidden", sv, en)


def of_status(code: int) -> Issue:
    """Why a request was refused before anybody looked at what it asks."""
    return _STATUS.get(code) or _UNREADABLE


def ours(reference: str) -> Issue:
    """Our own fault: a reference that finds the trace in the log, and nothing else (R10)."""
    return Issue(
        "exception",
        f"Något gick fel hos oss. Uppge referens {reference} om du hör av dig.",
        f"Something went wrong on our side. Give reference {reference} if you contact us.",
    )
