"""An administrator at the door: her hand in one transaction, and what the authorization server refuses as problems."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from patientkontrakt.api.v1.client_faults import issue_of
from patientkontrakt.api.v1.door import asked
from patientkontrakt.auth.administration import journal
from patientkontrakt.auth.administration.client_admin import NotNow
from patientkontrakt.auth.administration.client_changes import AlreadyWaiting, NoSuchChange, OwnChange
from patientkontrakt.auth.administration.hand import Hand
from patientkontrakt.auth.registry.registered import NoSuchClient
from patientkontrakt.auth.registry.registration import BadRegistration
from patientkontrakt.care.administration import require_administrator
from patientkontrakt.fhir.outcome import Conflict, Invalid, Issue, NotFound
from patientkontrakt.policy.decision import AccessRefused
from patientkontrakt.records.desk import Desk

_NOT_NOW: Final = Issue(
    "conflict",
    "Det går inte att göra nu. Någon annan kan ha hunnit före. Läs hur det ser ut och försök igen.",
    "That cannot be done now. Somebody else may have been quicker. Read how it is, and try again.",
)
_WAITS: Final = Issue(
    "conflict",
    "En ändring av samma slag väntar redan. Avgör den eller ta tillbaka den först. Att bara ta bort går med en gång.",
    "A change of the same kind waits already. Decide it or take it back first. To take away alone is done at once.",
)
OURS: Final = Issue(
    "conflict",
    "Tjänstens egen portal sköts av driften, vid datorn.",
    "The service's own portal is looked after by its operator, at the machine.",
)


@contextmanager
def reading() -> Iterator[Desk]:
    """A desk for an administrator who looks. Raises AccessRefused, NotFound."""
    with _telling(), asked().reading() as desk:
        require_administrator(desk)
        yield desk


@contextmanager
def administering() -> Iterator[tuple[Desk, Hand]]:
    """A desk and a hand for an administrator who acts: done and in the log, or neither."""
    with _telling(), asked().writing() as desk:
        require_administrator(desk)
        yield (
            desk,
            Hand(desk.actor.account, desk.at, lambda act, client: note(desk, act, f"client:{client}")),
        )


def note(desk: Desk, act: str, subject: str) -> None:
    """Write an act of hers in the log."""
    desk.notes.append(journal.of_administration(act, subject, desk.at, desk.actor.request_id, desk.actor))


@contextmanager
def four_eyes(desk: Desk, client: str) -> Iterator[None]:
    """Who has asked for it herself is refused, and that is in the log."""
    try:
        yield
    except OwnChange:
        desk.note("administer", f"client:{client}", "refused", "four_eyes")
        raise AccessRefused("four_eyes", may_know=True) from None


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except BadRegistration as error:
        raise Invalid(*map(issue_of, error.faults)) from error
    except (NoSuchClient, NoSuchChange) as error:
        raise NotFound from error
    except AlreadyWaiting as error:
        raise Conflict(_WAITS) from error
    except NotNow as error:
        raise Conflict(_NOT_NOW) from error
