"""Why a member of staff opens a patient, as it was told (records/reasons.py): the latest that still holds."""

from dataclasses import dataclass
from typing import Final

from patientkontrakt.db import Tx
from patientkontrakt.store.sql import Params

_HOLDS: Final = "account = :account AND unit = :unit AND at <= :at AND until > :at"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who opens, at which unit, when (epoch milliseconds)."""

    account: str
    unit: str
    at: int


def latest(asker: Asker | None, alias: str, params: Params) -> str:
    """An SQL expression for what `asker` has told of the patient of a row known as `alias`; NULL for who tells nothing."""
    if asker is None:
        return "CAST(NULL AS TEXT)"
    account, unit, at = map(params.add, (asker.account, asker.unit, asker.at))
    return (
        f"(SELECT w.reason FROM reason w WHERE w.account = {account} AND w.patient = {alias}.patient"
        f" AND w.unit = {unit} AND w.at <= {at} AND w.until > {at} ORDER BY w.at DESC, w.id DESC LIMIT 1)"
    )


def of_patient(tx: Tx, asker: Asker, patient: str) -> dict[str, str]:
    """What `asker` has told of one patient, by her id; empty when there is nothing."""
    return dict(
        tx.rows(
            f"SELECT patient, reason FROM reason WHERE {_HOLDS} AND patient = :patient ORDER BY at, id",
            {"account": asker.account, "unit": asker.unit, "at": asker.at, "patient": patient},
        )
    )


def of_all(tx: Tx, asker: Asker) -> dict[str, str]:
    """What `asker` has told, by patient."""
    return dict(
        tx.rows(
            f"SELECT patient, reason FROM reason WHERE {_HOLDS} ORDER BY at, id",
            {"account": asker.account, "unit": asker.unit, "at": asker.at},
        )
    )
