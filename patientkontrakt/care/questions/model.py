"""What a question is. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class About(StrEnum):
    """What a question is about; `logg` is a row of the access log she does not recognise."""

    PLAN = "plan"
    TID = "tid"
    KONTAKT = "kontakt"
    LOGG = "logg"
    DELNING = "delning"


@dataclass(frozen=True)
class Reply:
    """What care has answered: who ("PractitionerRole/x") and when."""

    text: str
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Question:
    """One question of the patient's. `part` is the id of what it is about; `answer_by` the day care has promised."""

    id: str
    text: str
    about: str
    part: str | None = None
    at: datetime | None = None
    answer_by: date | None = None
    answers: tuple[Reply, ...] = ()
