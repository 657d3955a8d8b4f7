"""Whose identity is closed to this actor: all but the small circle of a patient, all but herself of a member of staff."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from patientkontrakt.db import Tx
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.policy.terms import FactExists, Indexed, RowIn, Term, any_of
from patientkontrakt.records import whereabouts
from patientkontrakt.records.circle import knows
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored, body_of
from patientkontrakt.store import protections, resources

Key = tuple[str, str]
STAFF: Final = ("Practitioner", "PractitionerRole")
REASON: Final = "skyddad_inte_i_sokning"

# What every label that protects has in its text. Only a text with one of them is looked into.
_SIGNS: Final = ("/SecurityLabel", "/v3-Confidentiality")
# What may be asked of those who are masked: nothing that says who or where they are.
_HARMLESS: Final[Mapping[str, frozenset[str]]] = {
    "Patient": frozenset({"_id", "_lastUpdated", "active", "identifier"}),
    "Practitioner": frozenset({"_id", "_lastUpdated", "active"}),
    "PractitionerRole": frozenset(
        {"_id", "_lastUpdated", "active", "date", "organization", "practitioner", "role", "specialty"}
    ),
    "RelatedPerson": frozenset({"_id", "_lastUpdated", "active", "patient", "relationship"}),
}


def closed(desk: Desk, found: Sequence[Stored], *, old: bool) -> set[Key]:
    """The keys of those among ``found`` whose identity the actor may not see, perhaps among others.

    Decided from the text alone where it can be; ``old`` versions are judged by what is so today.
    """
    keys = {("Patient", id) for id in _patients(desk, found, old)}
    keys |= {("RelatedPerson", each.id) for each in _relatives(desk, found, old)}
    if any(each.type in STAFF for each in found):
        keys |= _staff(desk)
    return keys


def is_labelled(resource: dict[str, Any]) -> bool:
    """Whether a label says that the identity is protected (S-1)."""
    labels = systems.codings((resource.get("meta") or {}).get("security", []))
    return any((each.get("system"), each.get("code")) in systems.PROTECTING for each in labels)


def may_be_labelled(text: str) -> bool:
    """Whether a stored text has to be looked into for a label that protects."""
    return any(sign in text for sign in _SIGNS)


def findable(desk: Desk, query: SearchQuery, restriction: Restriction) -> Restriction:
    """The restriction without those whom the question could be used to recognise: by name, number, telephone, order.

    Of patients the law says so itself to staff. A feed, which reads nothing but may ask what it would change, finds
    one with a protected identity by her number alone. By who keeps a row nobody is found whose keeper is not told.
    """
    if whereabouts.are_asked_for(query):
        restriction = whereabouts.narrowed(desk, restriction)
    harmless = _HARMLESS.get(query.type)
    asked = {each.param for each in query.clauses} | {name for name, _ in query.sort}
    if harmless is None or asked <= harmless:
        return restriction
    hidden = _hidden(desk, query.type)
    return replace(restriction, vetoes=((REASON, hidden), *restriction.vetoes)) if hidden else restriction


def of_guardian(tx: Tx, actor: Actor) -> Actor:
    """The guardian with what is known now of her own identity and the child's: one that is protected ends it (S-3)."""
    if actor.kind != "guardian" or actor.protected:
        return actor
    child, relative = actor.patient or "", actor.related_person or ""
    return replace(actor, protected=protections.is_guardian_or_child(tx, child, relative, actor.account))


def _patients(desk: Desk, found: Iterable[Stored], old: bool) -> list[str]:
    asked = {each.id for each in found if each.type == "Patient" and (old or may_be_labelled(each.text))}
    if not asked or desk.actor.kind == "patient":
        return []
    return [id for id in protections.patients(desk.tx, asked) if not knows(desk, id)]


def _relatives(desk: Desk, found: Iterable[Stored], old: bool) -> list[Stored]:
    """Relatives with a label of their own: theirs is not the patient's to see."""
    relatives = [
        each for each in found if each.type == "RelatedPerson" and (old or may_be_labelled(each.text))
    ]
    return [each for each in relatives if _is_labelled_today(desk, each, old) and not _knows_her(desk, each)]


def _is_labelled_today(desk: Desk, relative: Stored, old: bool) -> bool:
    now = resources.current(desk.tx, relative.type, relative.id) if old else None
    return is_labelled(body_of(now.body) if now else relative.body())


def _knows_her(desk: Desk, relative: Stored) -> bool:
    return desk.actor.kind == "staff" and knows(desk, relative.patient or "")


def _staff(desk: Desk) -> set[Key]:
    """Every member of staff with a protected identity but herself (S-6), looked up once at this desk."""
    if desk.protected_staff is None:
        known = protections.staff(desk.tx)
        own = known.get(_key(desk.actor.who))
        mine = {_key(desk.actor.who), ("Practitioner", own or "")}
        desk.protected_staff = frozenset(known) - mine
    return set(desk.protected_staff)


def _key(who: str) -> Key:
    type, _, id = who.partition("/")
    return type, id


def _hidden(desk: Desk, type: str) -> Term | None:
    """What is true of the rows of this type whose identity is protected; None when there are none."""
    if type == "Patient":
        return FactExists("fact_protection", ()) if desk.actor.kind == "system" else None
    if type == "RelatedPerson":
        return any_of(*(Indexed("_security", *label) for label in sorted(systems.PROTECTING)))
    ids = tuple(sorted(id for kind, id in _staff(desk) if kind == type))
    return RowIn("id", ids) if ids else None
