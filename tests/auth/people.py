"""The people directory of these tests: the cast, kept in memory."""

from collections.abc import Sequence
from datetime import datetime

from patientkontrakt.auth.given.people import Showcase
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.signing_in import Child, Known, Listed, Post
from tests import cast

SHOWCASE = (
    Showcase("gunnel", "patient", "Gunnel Andersson", "Huvudberättelsen", "The main story"),
    Showcase("alva", "patient", "Alva Nilsson", "Nio år: loggar inte in", "Nine: does not sign in"),
    Showcase("maria", "staff", "Maria Lindqvist", "Vårdsamordnare", "Care coordinator"),
    Showcase("gerd", "staff", "Gerd Falk", "Avstängd", "Suspended"),
)

A_GUARDIAN = "198109089881"  # somebody's guardian who is no patient here
# HSA-ids of the cast. Ahmed works at two units; the second assignment is his own test's to give him.
POSTS = {
    "SE2321000000-1001": (Post("maria", "Vårdsamordnare, Vårdcentralen Linden"),),
    "SE2321000000-1002": (
        Post("ahmed", "Sjuksköterska, Hemsjukvården Ekby", ("SE2321000000-2001",)),
        Post("ahmed-natt", "Sjuksköterska, Solgården", ("SE2321000000-2002",)),
    ),
    "SE2321000000-1003": (Post("gerd", "Sjuksköterska, Vårdcentralen Linden"),),
}


class CastDirectory:
    """Implements PeopleDirectory: a unit's patients are those of the cast with a relation to it."""

    def person_by_number(self, number: str) -> Known | None:
        if number == A_GUARDIAN:
            return Known(None, "hash of a guardian")
        found = next((one.id for one in cast.PATIENTS.values() if one.number == number), None)
        return Known(found, f"hash of {found}") if found else None

    def posts_of_hsa_id(self, hsa_id: str) -> Sequence[Post]:
        return POSTS.get(hsa_id, ())

    def children_of(self, account: str, number_hmac: str | None, now: datetime) -> Sequence[Child]:
        adult = account.partition("/")[2]
        return [
            Child(id, f"{adult}-{id}", cast.PATIENTS[id].name)
            for id, adults in cast.GUARDIANS.items()
            if adult in adults
        ]

    def acts_for(self, relative: str, child: str, now: datetime) -> bool:
        return relative in [f"{adult}-{child}" for adult in cast.GUARDIANS.get(child, ())]

    def patients_for_picker(self, actor: Actor, words: Sequence[str], most: int, now: datetime) -> Listed:
        named = tuple(
            (id, name)
            for id, name in self._patients(actor)
            if all(word.casefold() in name.casefold() for word in words)
        )
        return Listed(named[:most], len(named) > most)

    def patient_for_picker(self, actor: Actor, patient: str, now: datetime) -> str | None:
        return dict(self._patients(actor)).get(patient)

    def _patients(self, actor: Actor) -> Sequence[tuple[str, str]]:
        return [(one.id, one.name) for one in cast.PATIENTS.values() if actor.unit in one.units]

    def name_of(self, who: str) -> str | None:
        type, _, id = who.partition("/")
        people = cast.PATIENTS if type == "Patient" else cast.STAFF
        return people[id].name if id in people else None
