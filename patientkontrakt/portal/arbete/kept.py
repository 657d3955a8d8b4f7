"""One contract as the small pages around it need it: read, with its names, and refused as if it were not there."""

from typing import Any

from patientkontrakt.portal.arbete import phrases
from patientkontrakt.portal.arbete.track import ENDED
from patientkontrakt.portal.door import ask, remember, session
from patientkontrakt.portal.names import Names
from patientkontrakt.portal.refusals import Refused

Body = dict[str, Any]


def around(id: str, *, ours: bool = True) -> Body:
    """What a page about a contract shows it with. Raises Refused: what another unit keeps is not ours to act in."""
    found = ask("GET", f"/contracts/{id}")
    if ours and not is_ours(found):
        raise Refused(404)
    return {
        "contract": found,
        "names": Names(found),
        "here_path": f"/arbete/kontrakt/{id}",
        "phrases": phrases,
        "open_ended": found["phase"] not in ENDED,
        "ours": is_ours(found),
    }


def is_ours(found: Body) -> bool:
    """Whether the reader's unit keeps the contract, and writes in it."""
    return bool(found["unit"] == session().about.get("unit"))


def is_elsewhere(found: Body) -> bool:
    """Whether another care provider keeps it: then it is read at Delade med oss, with a reason."""
    return bool(found["custodian"] != _own_custodian())


def _own_custodian() -> str | None:
    about = session().about
    if "custodian" not in about:
        units = ask("GET", "/units", params={"q": about.get("unit_name") or ""})["units"]
        own = next((each["custodian"] for each in units if each["id"] == about.get("unit")), None)
        remember({"custodian": own})
    found: str | None = session().about["custodian"]
    return found
