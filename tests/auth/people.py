"""The people directory of these tests: the cast, kept in memory."""

from collections.abc import Sequence
from datetime import datetime

from patientkontrakt.auth.people import Showcase
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.signing_in import Child, Known, Post
from tests import cast

SHOWCASE = (
    Showcase("gunnel", "patient", "Gunnel Andersson", "Huvudberättelsen", "The main story"),
    Showcase("alva", "patient", "Alva Nilsson", "Nio år: loggar inte in", "Nine: does not sign in"),
    Showcase("maria", "staff", "Maria Lindqvist", "Vårdsamordnare", "Care coordinator"),
    Showcase("gerd", "staff", "Gerd Falk", "Avstängd", "Suspended"),
)


class CastDirectory:
    """Implements PeopleDirectory: a unit's patients are those of the cast with a relation to it."""

    def person_by_number(self, number: str) -> Known | None:
        found = next((one.id for one in cast.PATIENTS.values() if one.number == number), None)
        return Known(found, f"hash of {found}") if found else None

    def posts_of_hsa_id(self, hsa_id: str) -> Sequence[Post]:
        return ()

    def children_of(self, account: str, number_hmac: str | None, now: datetime) -> Sequence[Child]:
        adult = account.partition("/")[2]
        return [
            Child(id, f"{adult}-{id}", cast.PATIENTS[id].name)
            for id, adults in cast.GUARDIANS.items()
            if adult in adults
        ]

    def acts_for(self, relative: str, child: str, now: datetime) -> bool:
        return relative in [f"{adult}-{child}" for adult in cast.GUARDIANS.get(child, ())]

    def patients_for_picker(self, actor: Actor, now: datetime) -> Sequence[tuple[str, str]]:
        return [(one.id, one.name) for one in cast.PATIENTS.values() if actor.unit in one.units]

    def name_of(self, who: str) -> str | None:
        type, _, id = who.partition("/")
        people = cast.PATIENTS if type == "Patient" else cast.STAFF
        return people[id].name if id in people else None
