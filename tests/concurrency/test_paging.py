"""Who pages while others write sees once each what nobody changes, and nothing twice (complaint 1, model.md "Paging")."""

from functools import partial
from urllib.parse import quote
from uuid import uuid4

import httpx

from patientkontrakt import clock
from tests.concurrency.crowd import MANY, Body, Crowd, said
from tests.service import Service

WRITERS, CHANGES = 4, 6
STILL, MOVING = 10, WRITERS
SIZE = 3
SYSTEM = "urn:x:sidor"


def test_complaint_1_pages_hold_while_others_write(service: Service, crowd: Crowd) -> None:
    """Half of them follow the pages of a search; the others those of the type's history, where each version is a row."""
    value = uuid4().hex
    still = {service.house.given(_named(value, "still")) for _ in range(STILL)}
    moving = [service.house.given(_named(value, "0")) for _ in range(MOVING)]
    [first] = service.house.rows(
        "SELECT min(updated) FROM version WHERE type = 'Goal' AND body LIKE :like", like=f"%{value}%"
    )
    since = quote(clock.iso(first[0]))
    readers = MANY - WRITERS
    told = crowd.at_once(
        *(partial(_write, key=key, value=value) for key in moving),
        *(
            partial(_follow, path=f"Goal?category={SYSTEM}|{value}&_count={SIZE}")
            for _ in range(readers // 2)
        ),
        *(partial(_follow, path=f"Goal/_history?_since={since}&_count={SIZE}") for _ in range(readers // 2)),
    )
    for seen in told[WRITERS : WRITERS + readers // 2]:
        keys = [key for key, _ in seen]
        assert len(keys) == len(set(keys)), "nothing comes twice"
        assert still <= set(keys), "what nobody changes is not lost"
    for seen in told[WRITERS + readers // 2 :]:
        assert len(seen) == len(set(seen)), "no version comes twice"
        assert {(key, "1") for key in still} <= set(seen), "no older version is lost"


def _named(value: str, text: str) -> Body:
    return said(text) | {"category": [{"coding": [{"system": SYSTEM, "code": value}]}]}


def _write(caller: httpx.Client, key: str, value: str) -> list[tuple[str, str]]:
    """Change one goal and make new ones, by turns."""
    made = []
    for number in range(CHANGES):
        body = _named(value, str(number + 1))
        changed = caller.put(
            f"/fhir/{key}", json=body | {"id": key.split("/")[1]}, headers={"If-Match": f'W/"{number + 1}"'}
        )
        created = caller.post("/fhir/Goal", json=body)
        assert (changed.status_code, created.status_code) == (200, 201), (changed.text, created.text)
        made.append((f"Goal/{created.json()['id']}", "1"))
    return made


def _follow(caller: httpx.Client, path: str) -> list[tuple[str, str]]:
    """(key, version) of every entry, page after page."""
    found = []
    link: str | None = path
    while link:
        answer = caller.get(f"/fhir/{link}")
        assert answer.status_code == 200, answer.text
        bundle = answer.json()
        found += [
            (f"Goal/{each['resource']['id']}", each["resource"]["meta"]["versionId"])
            for each in bundle.get("entry", ())
        ]
        links = {each["relation"]: each["url"] for each in bundle["link"]}
        link = links["next"].split("/fhir/", 1)[1] if "next" in links else None
    return found
