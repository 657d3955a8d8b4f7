"""Worlds of few names and few instants, so that things meet. Each is about something: a scene says what is drawn."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from tests.worlds import askers, sayings
from tests.worlds.sayings import Stage
from tests.worlds.spans import BIRTHDAYS, MOMENTS, data_spans
from tests.worlds.world import DAY, GROUP, UNITS, Asker, Entry, Guardian, Patient, Relation, Said, Span, World

CARE_TYPES = (
    "CarePlan", "CarePlan", "Goal", "Task", "QuestionnaireResponse", "Appointment", "CareTeam", "Observation",
    "Communication", "Encounter", "ServiceRequest", "EpisodeOfCare", "RelatedPerson", "AppointmentResponse",
)  # fmt: skip
PURPOSES = (
    "svod", "delning-inom", "sip", "sparr-inre", "sparr-yttre", "nodoppning", "beslutsoformogen",
    "vardnadshavare", "vardnadshavare-utokad", "mognad",
)  # fmt: skip
VISIBILITIES = ("alla",) * 12 + ("utkast", "utkast", "personal", "ej-patient", "egen", "okand")
OTHERS = (
    Entry(type="Organization", id="linden"),
    Entry(type="PractitionerRole", id="maria"),
    Entry(type="PractitionerRole", id="petra"),
    Entry(type="Practitioner", id="maria"),
    Entry(type="Practitioner", id="ahmed"),
    Entry(type="Group", id=GROUP),
    Entry(type="Group", id="another"),
    *[Entry(type="AuditEvent", id="log", patient="gunnel", unit="linden")] * 8,
)
PROTECTIONS = ("sekretessmarkering", "skyddadFolkbokforing", "fingeradePersonuppgifter")


@dataclass(frozen=True)
class Scene:
    """What a world is about: who asks, what has been said, how old and how protected the patient is.

    `other` are the units whose data may be asked for, `others` how often it is reference data or the log, `herself`
    how often the Patient.
    """

    asker: st.SearchStrategy[Asker]
    themes: tuple[str, ...]
    other: Callable[[str], list[str]] = lambda unit: list(UNITS)
    birthdays: tuple[Any, ...] = BIRTHDAYS[:1]
    protections: tuple[str | None, ...] = (None,)
    others: int = 1
    herself: int = 1


def _inside(unit: str) -> list[str]:
    """Units of the same custodian."""
    return [each for each in UNITS if UNITS[each] == UNITS[unit] and each != unit] or [unit]


def _between(unit: str) -> list[str]:
    """Units of other custodians."""
    return [each for each in UNITS if UNITS[each] != UNITS[unit]]


_anybody = st.one_of(askers.staff(), askers.staff(), askers.patients(), askers.guardians(), askers.systems())
_ONE_IN_FOUR = (None, None, None, *PROTECTIONS[:1])
SCENES = {
    "inside one custodian": Scene(askers.staff(), ("blocks", "blocks", "narrowings", "emergencies"), _inside),
    "narrowed": Scene(askers.staff(), ("narrowings", "narrowings", "narrowings", "emergencies"), _inside),
    "between custodians": Scene(
        askers.staff(), ("sharings", "sharings", "blocks", "emergencies", "unable"), _between
    ),
    "herself": Scene(askers.patients(), ("decisions", "blocks"), birthdays=BIRTHDAYS, others=6),
    "a teenager": Scene(
        askers.patients(), ("decisions",), birthdays=(*BIRTHDAYS[2:4], BIRTHDAYS[6]), others=4
    ),
    "who has read": Scene(askers.patients(), ("relations",), birthdays=BIRTHDAYS[::4], others=40),
    "a teenager's guardian": Scene(
        askers.guardians(),
        ("decisions", "decisions", "decisions", "guardians"),
        birthdays=BIRTHDAYS[2:7:2],
        others=4,
    ),
    "looked for": Scene(askers.staff(), ("contacts", "relations"), protections=PROTECTIONS, herself=20),
    "a child": Scene(
        askers.guardians(),
        ("guardians", "decisions"),
        birthdays=BIRTHDAYS[1:],
        protections=_ONE_IN_FOUR,
        others=4,
    ),
    "protected": Scene(
        _anybody, ("contacts", "contacts", "sharings"), birthdays=BIRTHDAYS[:2], protections=PROTECTIONS
    ),
    "a backend": Scene(askers.systems(), ("blocks",), _inside, protections=_ONE_IN_FOUR),
    "an office": Scene(askers.offices(), ("relations",), others=60),
    "anything": Scene(_anybody, tuple(sayings.KINDS), birthdays=BIRTHDAYS, protections=(None, *PROTECTIONS)),
}
_scenes = st.sampled_from(["inside one custodian", "between custodians", *SCENES])


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """One asker, at one instant, before a small archive."""
    scene = SCENES[draw(_scenes)]
    at = draw(st.sampled_from(MOMENTS))
    asker = draw(scene.asker)
    here = asker.unit or "linden"
    stage = Stage(at, here, draw(st.sampled_from(scene.other(here))), asker.who)
    said = draw(_said(scene, stage, asker))
    entries = draw(st.lists(entries_of(stage, scene), min_size=1, max_size=3))
    return World(
        at=at,
        said=(said, _another(said)),
        entries=_numbered(entries),
        asker=asker,
    )


@st.composite
def _said(draw: st.DrawFn, scene: Scene, stage: Stage, asker: Asker) -> Said:
    patient = Patient(
        id="gunnel",
        born=draw(st.sampled_from(scene.birthdays)),
        protection=draw(st.sampled_from(scene.protections)),
        groups=draw(st.sampled_from([frozenset({GROUP}), frozenset({GROUP}), frozenset()])),
        dead=draw(st.sampled_from([False] * 12 + [True])),
    )
    said = Said(patient=patient)
    for theme in draw(st.lists(st.sampled_from(scene.themes), min_size=1, max_size=3)):
        said = replace(said, **{theme: (*getattr(said, theme), draw(sayings.KINDS[theme](stage)))})
    said = replace(said, guardians=tuple({each.id: each for each in said.guardians}.values()))
    return _known_to(asker, said, draw(st.sampled_from(["by now", "by now", "by now", "not"])), stage.at)


def _known_to(asker: Asker, said: Said, how: str, at: int) -> Said:
    """With a current relation to the asker's unit, or with the asker as guardian: most often there is one."""
    if how == "not":
        return said
    if asker.kind == "staff" and asker.unit:
        here = Relation(unit=asker.unit, when=Span(starts=at - DAY))
        return replace(said, relations=(*said.relations, here))
    if asker.kind == "guardian":
        adult = Guardian(id=asker.who.removeprefix("RelatedPerson/"), when=Span(starts=0))
        return replace(said, guardians=(*(each for each in said.guardians if each.id != adult.id), adult))
    return said


def _another(said: Said) -> Said:
    """Another patient about whom the same was said, but for who knows her: what is hers opens nothing of the first."""
    patient = replace(said.patient, id="alva")
    return replace(said, patient=patient, sharings=(), relations=(), guardians=())


@st.composite
def entries_of(draw: st.DrawFn, stage: Stage, scene: Scene) -> Entry:
    """Something in a record; now and then reference data or a line of the log."""
    more = [*["Patient"] * scene.herself, *["other"] * scene.others]
    type = draw(st.sampled_from([*CARE_TYPES, "Consent", "Consent", *more]))
    if type == "other":
        return draw(st.sampled_from(OTHERS))
    patient = draw(st.sampled_from(["gunnel"] * 5 + ["alva"]))
    if type == "Patient":
        return Entry(type=type, id=patient, patient=patient)
    return Entry(
        type=type,
        id="",
        patient=patient,
        unit=draw(stage.keepers),
        visibility=draw(st.sampled_from(VISIBILITIES)),
        about=draw(data_spans(stage.at)),
        purpose=draw(st.sampled_from(PURPOSES)) if type == "Consent" else None,
        earlier=draw(st.sampled_from([None, None, "utkast", "alla"])),
    )


def _numbered(entries: list[Entry]) -> tuple[Entry, ...]:
    """Each with an id of its own, and none twice."""
    named = (
        entry if entry.id else replace(entry, id=f"{entry.type.lower()}-{number}")
        for number, entry in enumerate(entries)
    )
    return tuple({(entry.type, entry.id): entry for entry in named}.values())
