"""Why a member of staff opens a patient, as it was told (records/reasons.py): the latest that still holds."""

from dataclasses import dataclass
from typing import Any, Final

from patientkontrakt.db import Tx
from patientkontrakt.store.sql import Params

_TOLD: Final = "FROM reason w WHERE w.account = :account AND w.unit = :unit AND w.at <= :at AND w.until > :at"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who opens, at which unit, when (epoch milliseconds)."""

    account: str
    unit: str
    at: int

    def parameters(self) -> dict[str, Any]:
        """What `_TOLD` is asked with."""
        return {"account": self.account, "unit": self.unit, "at": self.at}


def latest(asker: Asker | None, alias: str, params: Params) -> str:
    """An SQL expression for what `asker` has told of the patient of a row known as `alias`; NULL for who tells nothing."""
    if asker is None:
        return "CAST(NULL AS TEXT)"
    params.update(asker.parameters())
    return f"(SELECT w.reason {_TOLD} AND w.patient = {alias}.patient ORDER BY w.at DESC, w.id DESC LIMIT 1)"


def told(tx: Tx, asker: Asker, patient: str | None = None) -> dict[str, str]:
    """What `asker` has told, by patient; of that patient alone when one is named."""
    among, named = (" AND w.patient = :patient", {"patient": patient}) if patient else ("", {})
    sql = f"SELECT w.patient, w.reason {_TOLD}{among} ORDER BY w.at, w.id"
    return dict(tx.rows(sql, asker.parameters() | named))
