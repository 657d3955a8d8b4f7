"""How Synthea names its resources and points at staff, hospitals and places."""

import random
import uuid
from datetime import datetime, timedelta
from typing import Any

Body = dict[str, Any]
SYNTHEA = "https://github.com/synthetichealth/synthea"
NPI = "http://hl7.org/fhir/sid/us-npi"


class Naming:
    """The ids of one run, the same from the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.organization = self.id()
        self.location = self.id()
        self.practitioner = self.id()
        self.npi = str(9_999_900_000 + seed)

    def id(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def doctor(self) -> Body:
        return {
            "reference": f"Practitioner?identifier={NPI}|{self.npi}",
            "display": "Dr. Lorita217 Effertz744",
        }

    def hospital(self) -> Body:
        return {
            "reference": f"Organization?identifier={SYNTHEA}|{self.organization}",
            "display": "HEALTHALLIANCE",
        }

    def place(self) -> Body:
        return {"reference": f"Location?identifier={SYNTHEA}|{self.location}"}


def urn(resource: Body) -> str:
    return f"urn:uuid:{resource['id']}"


def time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}+00:00"


def instant(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.123+00:00"


def period(at: datetime) -> Body:
    return {"start": time(at), "end": time(at + timedelta(minutes=15))}
