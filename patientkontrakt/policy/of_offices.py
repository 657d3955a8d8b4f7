"""The grounds of systems, registers and those whose task is the service itself. Each is one rule with its paragraph."""

from patientkontrakt.fhir.types import FEED_TYPES
from patientkontrakt.policy.actor import ADMINISTRATOR, AUDITOR, Actor, age
from patientkontrakt.policy.of_persons import ADULT_READER
from patientkontrakt.policy.permissions import BEHIND, STAFF_TYPES, Permission
from patientkontrakt.policy.seen import of_the_record
from patientkontrakt.policy.terms import Always, InGroup, Never, ReferredFrom, RowIn, RowIs, Term, all_of


def group(actor: Actor, act: Permission, at: int) -> Term:
    """A backend client reads its own custodian's data about the members of its Groups.

    Law: PDL 5 kap. (disclosure on medium, to the custodian itself). Rows B1, B2.
    """
    if actor.kind != "system" or not actor.custodian or not actor.groups or act.kind != "care":
        return Never()
    members = InGroup(actor.groups)
    return members if act.type == "Patient" else all_of(members, RowIs("custodian", actor.custodian))


def feed(actor: Actor, act: Permission, at: int) -> Term:
    """A custodian's administrative system writes its own patients, relations, visits, times and referrals.

    Law: PDL 3 kap. 1 § (the custodian keeps its own records); model.md "Feeds". Rows B2, B3.
    """
    if actor.kind != "system" or not actor.feed or not actor.custodian or act.type not in FEED_TYPES:
        return Never()
    return Always() if act.type == "Patient" else RowIs("custodian", actor.custodian)


def subscriber(actor: Actor, act: Permission, at: int) -> Term:
    """A backend client keeps its own subscriptions: what it is told by them is asked of `group` at each notification.

    Nobody else has any: a patient reads by direct access when she is signed in, and no server of an app is she.
    Law: PDL 5 kap. 5-6 §§ (direct access is the patient's own; disclosure on medium to the custodian). Row B1.
    """
    if act.kind != "subscription" or actor.kind != "system" or not actor.custodian or not actor.groups:
        return Never()
    return Always() if actor.client else Never()


def reference_data(actor: Actor, act: Permission, at: int) -> Term:
    """Units, forms and code systems are for all; staff to a patient only when something she sees of her record refers to them.

    A role it refers to leads to the person behind it. A Group names patients: only its own client reads it here.
    Law: none for units and forms; OSL 39 kap. for people at work.
    """
    if act.kind != "reference":
        return Never()
    if act.type == "Group":
        return RowIn("id", actor.groups) if actor.kind == "system" and actor.groups else Never()
    if act.type in STAFF_TYPES and actor.kind in ("patient", "guardian"):
        return _named_to(actor, act, at)
    return Always()


def _named_to(actor: Actor, act: Permission, at: int) -> Term:
    """Whom the record names to a patient or her guardian, in what she sees of it."""
    seen = of_the_record(actor, at)
    if not actor.patient or isinstance(seen, Never):
        return Never()
    return ReferredFrom(act.type, actor.patient, seen, BEHIND.get(act.type, ()))


def own_log(actor: Actor, act: Permission, at: int) -> Term:
    """A patient from 16 reads who has looked in her record.

    Law: PDL 8 kap. 5 §; PDL 5 kap. 5 §. Row P4.
    """
    if act.kind != "log" or actor.kind != "patient" or not actor.patient:
        return Never()
    return RowIs("patient", actor.patient) if actor.born and age(actor.born, at) >= ADULT_READER else Never()


def log_reader(actor: Actor, act: Permission, at: int) -> Term:
    """An auditor reads the log of what her own custodian's people have done.

    Law: PDL 4 kap. 3 §. Rows A1, A2.
    """
    if act.kind != "log" or actor.kind != "staff" or actor.role != AUDITOR or not actor.custodian:
        return Never()
    return RowIs("custodian", actor.custodian)


def administrator(actor: Actor, act: Permission, at: int) -> Term:
    """An administrator keeps the reference data: units, roles, forms, groups. Never a patient's record.

    Law: PDL 4 kap. 2 §. Rows S1, S2.
    """
    keeps = actor.kind == "staff" and actor.role == ADMINISTRATOR and act.kind == "reference"
    return Always() if keeps else Never()
