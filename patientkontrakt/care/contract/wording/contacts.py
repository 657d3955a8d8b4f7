"""What is said when a fixed contact has changed. Pure."""

from typing import Any, Final

from patientkontrakt.care.contacts.model import ContactKind, FixedContact
from patientkontrakt.care.contract.wording.saying import Speech, Words, listed
from patientkontrakt.care.contract.wording.telling import Kind, Sentence, day, filled, person, tell

_KINDS = {
    ContactKind.VARDKONTAKT: Words("fasta vårdkontakt", "fixed care contact"),
    ContactKind.LAKARKONTAKT: Words("fasta läkarkontakt", "fixed doctor"),
    ContactKind.OMSORGSKONTAKT: Words("fasta kontakt i hemtjänsten", "fixed home-help contact"),
    ContactKind.SAMORDNANDE: Words("samordnande kontakt", "coordinating contact"),
}


def _contact(contact: FixedContact, speech: Speech) -> Words:
    kind = _KINDS[contact.kind]
    return Words(f"din {kind.sv}", f"your {kind.en}")


def _kind(value: Any, speech: Speech) -> Words:
    return _KINDS[value]


def _paths(value: Any, speech: Speech) -> Words:
    return listed([Words(each.value, each.value) for each in value])


def _as(sv: str, en: str) -> Any:
    """A sentence on who the contact is."""

    def told(contact: FixedContact, speech: Speech, place: str = "") -> Words:
        who = speech.who(contact.member or contact.team or contact.unit)
        return filled(Words(sv, en), who=who, it=_contact(contact, speech))

    return told


def _standing(was: Any, now: Any, speech: Speech) -> Words:
    sv, en = (
        ("{who} är {it} igen.", "{who} is {it} again.")
        if now.active
        else ("{who} är inte längre {it}.", "{who} is no longer {it}.")
    )
    told: Words = _as(sv, en)(was, speech)
    return told


_ACTIVE: Final[Sentence] = _standing

CONTACT: Final = Kind(
    "kontakter",
    {
        "kind": tell("kind", _contact, "{it} är nu {new}.", "{it} is now {new}.", value=_kind),
        "member": tell(
            "member", _contact, "{it} är nu {new}.", "{it} is now {new}.",
            ("{it} är inte bestämd.", "{it} is not decided."), person,
        ),
        "team": tell(
            "team", _contact, "{it} hör till {new}.", "{it} belongs to {new}.",
            ("{it} hör inte längre till någon grupp.", "{it} no longer belongs to a team."), person,
        ),
        "unit": tell(
            "unit", _contact, "{it} finns nu på {new}.", "{it} is now at {new}.",
            ("Det står inte längre var {it} finns.", "It no longer says where {it} is."), person,
        ),
        "since": tell(
            "since", _contact, "{it} börjar {new}.", "{it} begins {new}.",
            ("Det står inte längre när {it} börjar.", "It no longer says when {it} begins."), day,
        ),
        "until": tell(
            "until", _contact, "{it} slutar {new}.", "{it} ends {new}.",
            ("{it} har inte längre någon sista dag.", "{it} no longer has a last day."), day,
        ),
        "paths": tell(
            "paths", _contact, "Så når du {it}: {new}.", "This is how you reach {it}: {new}.",
            ("Det står inte längre hur du når {it}.", "It no longer says how you reach {it}."), _paths,
        ),
        "active": _ACTIVE,
    },
    added=_as("Ny kontakt: {who} är {it}.", "New contact: {who} is {it}."),
    removed=_as("{who} är inte längre {it}.", "{who} is no longer {it}."),
    tells=lambda name, was, now, changed: name == "until" and "active" in changed,
)  # fmt: skip
