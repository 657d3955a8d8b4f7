"""Every setting with its default and its reason; docs/operations.md shows the same table, and a test compares."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """A row of the table. `default` is what a person reads; HOST, VAR… stand for those settings' values."""

    name: str
    default: str
    why: str


SETTINGS = (
    Setting(
        "PATIENTKONTRAKT_MODE",
        "production",
        "`production` or `demo`; the first migration writes it into the database, the other mode is refused then",
    ),
    Setting(
        "PATIENTKONTRAKT_DATABASE_URL",
        "sqlite:///VAR/patientkontrakt.db",
        "SQLAlchemy address of SQLite or PostgreSQL: where everything is stored",
    ),
    Setting(
        "PATIENTKONTRAKT_BASE_URL",
        "http://HOST:PORT",
        "what the service calls itself in tokens, links and metadata; clients compare it letter by letter",
    ),
    Setting("PATIENTKONTRAKT_VAR", "var", "folder of the embedded database, the keys and the export files"),
    Setting(
        "PATIENTKONTRAKT_SECRET",
        "none; a demo makes VAR/keys/secret",
        "root of the session, page token and log keys: 32 random characters or more, the same for all workers",
    ),
    Setting(
        "PATIENTKONTRAKT_ALLOW_SQLITE",
        "0",
        "`1` lets production run on SQLite: one machine, one writer at a time",
    ),
    Setting(
        "PATIENTKONTRAKT_DEMO_PUBLIC",
        "0",
        "`1` lets a demo listen beyond this machine; whoever reaches it can log in as anybody",
    ),
    Setting(
        "PATIENTKONTRAKT_PROXIES",
        "none",
        "addresses of the reverse proxies in front, with commas: only theirs X-Forwarded-For and -Proto count",
    ),
    Setting(
        "PATIENTKONTRAKT_LOG_REQUESTS",
        "0",
        "`1` writes a log line for every request, not only for those that were refused, failed or slow",
    ),
    Setting(
        "PATIENTKONTRAKT_METRICS_PORT",
        "0: none; a demo has /metrics at PORT",
        "port of a listener of its own for /metrics; not for the outside",
    ),
    Setting("PATIENTKONTRAKT_METRICS_HOST", "127.0.0.1", "address that listener has"),
    Setting(
        "PATIENTKONTRAKT_PORTAL_API",
        "none: the service itself",
        "address of another service whose portal this is; then nothing else is served here",
    ),
    Setting(
        "PATIENTKONTRAKT_PORTAL_CLIENT",
        "portal",
        "client_id of the portal at the authorization server; its key is VAR/keys/portal.jwk",
    ),
    Setting(
        "PATIENTKONTRAKT_EXPORT_HOURS",
        "24",
        "how long the files of a `$export` stay in VAR/exports after it is done, 720 at most; then the worker removes them",
    ),
    Setting(
        "PATIENTKONTRAKT_REPRESENTATIVES",
        "0",
        "whether ombud and god man sign in for a patient: only `0` is accepted, since no law lets them (docs/law.md P-3, P-4)",
    ),
    Setting(
        "PATIENTKONTRAKT_OIDC_PATIENT_ISSUER",
        "none: nobody",
        "issuer of the OpenID provider patients and guardians sign in with, letter by letter (see [Signing in](#signing-in))",
    ),
    Setting(
        "PATIENTKONTRAKT_OIDC_PATIENT_CLIENT",
        "none",
        "client_id that provider knows this service by",
    ),
    Setting(
        "PATIENTKONTRAKT_OIDC_PATIENT_SECRET",
        "none: our signing key",
        "secret of that client; without one the service signs, and the provider fetches /oauth/jwks",
    ),
    Setting(
        "PATIENTKONTRAKT_OIDC_PATIENT_SCOPE",
        "openid",
        "scopes asked of that provider",
    ),
    Setting(
        "PATIENTKONTRAKT_OIDC_PATIENT_PERSON",
        "https://id.oidc.se/claim/personalIdentityNumber",
        "claim of its id_token that holds the identity number",
    ),
    Setting(
        "PATIENTKONTRAKT_OIDC_PATIENT_LEVEL",
        "acr",
        "claim that holds the level of assurance",
    ),
    Setting(
        "PATIENTKONTRAKT_OIDC_PATIENT_LEVELS",
        "LoA 3 and 4 of id.elegnamnden.se",
        "the words there that mean LoA 3 or higher, with spaces; `*` takes any, in a demo",
    ),
    Setting(
        "PATIENTKONTRAKT_OIDC_STAFF_ISSUER",
        "none: nobody",
        "issuer of the OpenID provider staff sign in with",
    ),
    Setting(
        "PATIENTKONTRAKT_OIDC_STAFF_CLIENT",
        "none",
        "client_id that provider knows this service by",
    ),
    Setting(
        "PATIENTKONTRAKT_OIDC_STAFF_SECRET",
        "none: our signing key",
        "secret of that client",
    ),
    Setting(
        "PATIENTKONTRAKT_OIDC_STAFF_SCOPE",
        "openid",
        "scopes asked of that provider",
    ),
    Setting(
        "PATIENTKONTRAKT_OIDC_STAFF_PERSON",
        "employeeHsaId",
        "claim of its id_token that holds the HSA-id",
    ),
    Setting(
        "PATIENTKONTRAKT_OIDC_STAFF_ASSIGNMENT",
        "none: she chooses here",
        "claim that holds the medarbetaruppdrag she chose there: the PractitionerRole's id, or an identifier it has",
    ),
    Setting(
        "PATIENTKONTRAKT_OIDC_STAFF_LEVEL",
        "acr",
        "claim that holds the level of assurance",
    ),
    Setting(
        "PATIENTKONTRAKT_OIDC_STAFF_LEVELS",
        "LoA 3 and 4 of id.elegnamnden.se",
        "the words there that mean LoA 3 or higher",
    ),
    Setting("HOST", "127.0.0.1", "address to listen on"),
    Setting("PORT", "8000", "port to listen on"),
    Setting(
        "WEB_CONCURRENCY",
        "cores, at least 2",
        "processes that answer requests, each with four threads; one more does the jobs",
    ),
)
