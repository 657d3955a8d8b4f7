"""What the store derives from all that was said in a world: the facts, by the resource each was read from."""

from dataclasses import replace

from patientkontrakt.policy.facts import Facts
from patientkontrakt.store.derive import derive
from patientkontrakt.store.record import Record
from tests.worlds import law, resources
from tests.worlds.resources import Body, Statement
from tests.worlds.world import UNITS, Entry, Said, World

KEY = b"a key of these tests"


def derived(said: Said) -> list[tuple[Record, list[tuple[str, Body]]]]:
    """What the store derives from everything that was said about a patient: the facts of each resource."""
    everything = [Statement(resources.patient(said), None), *resources.statements(said)]
    records = [(_record(said.patient.id, each), each.body) for each in everything]
    return [(known, derive(body, known, KEY)) for known, body in records]


def stated(said: Said) -> list[tuple[str, Body]]:
    """The (table, columns) of all of them."""
    return [fact for _, facts in derived(said) for fact in facts]


def facts(said: Said) -> Facts:
    """The same as the law takes them."""
    return law.facts_of(said, stated(said))


def facts_for(world: World, entry: Entry) -> Facts:
    """The facts a verdict on this entry rests on: its patient's, or for reference data the asker's, and who names it."""
    said = world.about(entry.patient or world.asker.patient)
    known = facts(said) if said else Facts()
    return known if entry.patient else replace(known, references=law.references_to(world, entry))


def _record(patient: str, statement: Statement) -> Record:
    """The row a statement is kept in."""
    type, id = statement.body["resourceType"], statement.body["id"]
    custodian = UNITS[statement.unit] if statement.unit else None
    return Record(
        type, id, 1, patient, custodian, statement.unit, "ovrigt", "alla", None, None, 1, 1, 0, "{}"
    )
