"""Everything care wants to see of writes, at every door: one table, registered once by the composition root."""

from patientkontrakt.care import codes, sharing_door
from patientkontrakt.care.assignments_door import assignment_rules
from patientkontrakt.care.authorship import SPOKEN_BY, speaks_for_itself
from patientkontrakt.care.blocks.door import block_rules
from patientkontrakt.care.blocks.model import INNER, OUTER
from patientkontrakt.care.contacts.door import contact_rules, tell_the_other_unit
from patientkontrakt.care.contract.door import begins_hidden, entry_rules, plan_rules, svar_rules
from patientkontrakt.care.contract.publishing import publish_what_a_door_wrote
from patientkontrakt.care.contract.story_door import story_rules
from patientkontrakt.care.entries.correcting import tell_what_a_door_marked
from patientkontrakt.care.entries.door import only_by_command
from patientkontrakt.care.goals.audience import audience_rules, seen_by_her_alone
from patientkontrakt.care.goals.door import goal_rules
from patientkontrakt.care.groups_door import group_rules
from patientkontrakt.care.invitation_door import invitation_rules
from patientkontrakt.care.organisations_door import organisation_rules
from patientkontrakt.care.practitioners_door import practitioner_rules
from patientkontrakt.care.promises.door import follows_its_plan, promise_rules
from patientkontrakt.care.questions.door import communication_rules, give_work
from patientkontrakt.care.relations_door import relation_rules
from patientkontrakt.care.shapes import Resource
from patientkontrakt.care.tasks_door import task_rules
from patientkontrakt.care.times.door import carry_over, response_rules
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.hooks import Hooks


def register(hooks: Hooks) -> None:
    """Make the rules of care hold at every door."""
    for kind in SPOKEN_BY:
        hooks.before_write(kind, None, speaks_for_itself)
    for kind in ("Communication", "Provenance", "Consent"):
        hooks.before_write(kind, None, only_by_command)
    hooks.before_write("CarePlan", codes.CONTRACT, plan_rules)
    hooks.before_write("Provenance", codes.UTGIVEN, entry_rules)
    hooks.before_write("Provenance", codes.OVERENS, entry_rules)
    hooks.before_write("Provenance", codes.ATERKALLAD, entry_rules)
    hooks.before_write("Task", None, task_rules)
    hooks.before_write("Task", codes.SVAR, svar_rules)
    hooks.before_write("Task", codes.ANSVAR, promise_rules)
    hooks.before_write("Task", codes.INBJUDAN, invitation_rules)
    hooks.before_write("Goal", None, goal_rules)
    hooks.before_write("Goal", codes.OWN_GOAL, audience_rules)
    hooks.before_write("Communication", None, communication_rules)
    hooks.before_write("QuestionnaireResponse", None, story_rules)
    hooks.before_write("CareTeam", codes.FAST_KONTAKT, contact_rules)
    hooks.before_write("AppointmentResponse", None, response_rules)
    hooks.before_write("EpisodeOfCare", None, relation_rules)
    hooks.before_write("Group", None, group_rules)
    hooks.before_write("Organization", None, organisation_rules)
    hooks.before_write("Practitioner", None, practitioner_rules)
    hooks.before_write("PractitionerRole", None, assignment_rules)
    hooks.before_write("Consent", codes.SVOD, sharing_door.sharing_rules)
    hooks.before_write("Consent", INNER, block_rules)
    hooks.before_write("Consent", OUTER, block_rules)

    hooks.visibility_of("CarePlan", codes.CONTRACT, begins_hidden)
    hooks.visibility_of("Task", codes.ANSVAR, follows_its_plan)
    hooks.visibility_of("Communication", codes.INTERNAL_NOTE, for_staff_only)
    hooks.visibility_of("Communication", codes.OWN_NOTE, seen_by_her_alone)
    hooks.visibility_of("Goal", codes.OWN_GOAL, seen_by_her_alone)

    for kind in ("Goal", "Task", "Appointment", "CareTeam"):
        hooks.after_write(kind, None, tell_what_a_door_marked)
    hooks.after_write("CarePlan", codes.CONTRACT, publish_what_a_door_wrote)
    hooks.after_write("Task", codes.ANSVAR, publish_what_a_door_wrote)
    hooks.after_write("Goal", None, publish_what_a_door_wrote)
    hooks.after_write("CareTeam", codes.FAST_KONTAKT, tell_the_other_unit)
    hooks.after_write("AppointmentResponse", None, carry_over)
    hooks.after_write("Communication", codes.QUESTION, give_work)


def for_staff_only(desk: Desk, before: Resource | None, after: Resource) -> str:
    """Internal notes never leave through a patient, a guardian or a patient's export (FK-7)."""
    return "personal"
