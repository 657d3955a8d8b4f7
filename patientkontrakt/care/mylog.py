"""The access log as the patient reads it: who, from where, what, when and why (PDL 8 kap. 5 §, K-5)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.accesslog.reading import Logged, of_patient
from patientkontrakt.accesslog.words import Words, action_in_words, reason_in_words
from patientkontrakt.care import permissions
from patientkontrakt.care.people import Party, described
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.policy.decision import Permitted, decide
from patientkontrakt.policy.facts import Facts
from patientkontrakt.policy.row import Row
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes

OUR_REASONS: Final = {
    "command": Words("Del av samma ändring", "Part of the same change"),
    "import": Words("Uppgifter som lästes in", "Data that were imported"),
    "draft": Words("Skrev på planen, inte utgivet än", "Writing the plan, not given out yet"),
    "no_hits": Words("Hittade ingenting", "Found nothing"),
    "vardar-i-dag": Words("Vårdar dig i dag", "Cares for you today"),
    "mote-om-planering": Words("Möte om din planering", "A meeting about your plan"),
    "patienten-har-bett": Words("Du har bett om det", "You asked for it"),
    "aktivt-val": Words("Valde aktivt att öppna", "Chose to open it"),
    "besok": Words("Besök", "A visit"),
    "telefon": Words("Telefonsamtal", "A telephone call"),
    "remiss": Words("Remiss", "A referral"),
    "utskrivning": Words("Utskrivning från sjukhus", "Discharge from hospital"),
    "uppdrag": Words("Uppdrag", "An assignment"),
    "samordning": Words("Samordning av din vård", "Coordinating your care"),
}
"""What care itself writes as a reason, in words; the law's own reasons are accesslog's."""

ONLINE: Final = timedelta(days=548)  # 18 months; older by order (domain.md L-5)
PAGE: Final = 100


@dataclass(frozen=True)
class Seen:
    """One row by its `id`: when, who (a party in words, the patient herself, or an app), what, on what ground or why not."""

    id: str
    at: datetime
    outcome: str
    own: bool
    party: Party
    unit: Party
    role: str | None
    client: str | None
    purpose: str | None
    action: Words
    reason: Words
    what: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class LogPage:
    """A page, newest first, and where to go on: (until, how many have been shown)."""

    rows: list[Seen]
    after: tuple[int | str, ...] | None


def my_log(desk: Desk, after: tuple[int | str, ...] | None = None, count: int = PAGE) -> LogPage:
    """What has been done with the patient's data. Raises NotFound for whoever has no log of her own."""
    require_scopes(desk, *permissions.MY_LOG)
    patient = desk.actor.patient
    row = Row(type="AuditEvent", id="", patient=patient)
    if patient is None or not isinstance(decide(desk.actor, "s", row, Facts(), desk.at), Permitted):
        desk.note("search", "AuditEvent", "refused", "no_ground", patient=patient)
        raise NotFound()
    until, shown = (int(after[0]), int(after[1])) if after else (desk.at + 1, 0)
    rows = of_patient(desk.tx, patient, clock.millis(desk.now - ONLINE), until)
    desk.note("search", "AuditEvent", "permitted", "own_log", patient=patient)
    page = rows[shown : shown + count]
    parties = described(desk, [ref for each in page for ref in _references(each)])
    more = (until, shown + count) if len(rows) > shown + count else None
    return LogPage([_seen(each, patient, parties) for each in page], more)


def _references(logged: Logged) -> tuple[str | None, str | None]:
    entry = logged.entry
    return entry.who, f"Organization/{entry.unit}" if entry.unit else None


def _seen(logged: Logged, patient: str, parties: dict[str, Party]) -> Seen:
    entry = logged.entry
    who, unit = _references(logged)
    return Seen(
        id=logged.id,
        at=clock.moment(entry.at),
        outcome=entry.outcome,
        own=entry.who == f"Patient/{patient}",
        party=parties.get(who or "", Party()),
        unit=parties.get(unit or "", Party()),
        role=entry.role,
        client=entry.client,
        purpose=entry.purpose,
        action=action_in_words(entry.action),
        reason=OUR_REASONS.get(entry.reason) or reason_in_words(entry.reason),
        what=tuple(sorted({item.split("/")[0] for item in entry.items or (entry.subject,) if item})),
        count=entry.count,
    )
