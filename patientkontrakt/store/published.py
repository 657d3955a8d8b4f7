"""Terminology that lies in the archive, by its canonical address: it is about nobody, so it is for everybody."""

from patientkontrakt.db import Tx


def body(tx: Tx, type: str, address: str) -> str | None:
    """The text of the newest ValueSet or CodeSystem with this ``url`` (``url|version``), or this ``Type/id``."""
    url, _, version = address.partition("|")
    params = {"type": type, "url": url, "id": url.removeprefix(f"{type}/"), "version": version}
    named = "SELECT i.id FROM ix_uri i WHERE i.type = :type AND i.param = 'url' AND i.value = :url"
    right = (
        " AND EXISTS (SELECT 1 FROM ix_token i WHERE i.patient = '' AND i.type = r.type AND i.id = r.id"
        " AND i.param = 'version' AND i.code = :version)"
    )
    row = tx.row(
        "SELECT r.body FROM resource r WHERE r.type = :type AND r.deleted = 0"
        f" AND (r.id IN ({named}) OR :url = r.type || '/' || :id AND r.id = :id){right if version else ''}"
        " ORDER BY r.created_tx DESC, r.id LIMIT 1",
        params,
    )
    return str(row[0]) if row else None
