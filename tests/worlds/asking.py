"""Everything that is asked about one world over HTTP, against what the oracle opens."""

from typing import Any

from werkzeug.test import TestResponse

from tests.api.fhir.house import Caller
from tests.worlds import bodies, oracle
from tests.worlds.town import Town
from tests.worlds.world import Entry, World

Keys = set[tuple[str, str]]
REFUSED = (401, 403, 404)
TYPES = sorted(bodies.TYPES)


def agrees(town: Town, world: World, caller: Caller) -> None:
    """No way of asking gives more, or less, than the oracle."""
    for entry in world.entries:
        _read(caller, world, entry)
        _history(caller, world, entry)
    for type in TYPES:
        _search(caller, world, type)
    for said in world.said:
        _everything(caller, world, said.patient.id)
        _compartment(caller, world, said.patient.id)
    _inclusions(caller, world, town)
    _histories(caller, world)
    _transaction(caller, world)


def _read(caller: Caller, world: World, entry: Entry) -> None:
    for type, id in (_key(entry),):
        opened = oracle.may(world, "r", entry)
        assert _is_open(caller.get(f"/{type}/{id}")) == opened, entry
        assert _is_open(caller.send("HEAD", f"/{type}/{id}")) == opened, entry


def _history(caller: Caller, world: World, entry: Entry) -> None:
    type, id = _key(entry)
    versions = [entry.first, entry] if entry.earlier else [entry]
    lawful = {str(number) for number, each in enumerate(versions, 1) if oracle.may(world, "r", each)}
    for number in range(1, len(versions) + 1):
        response = caller.get(f"/{type}/{id}/_history/{number}")
        assert _is_open(response) == (str(number) in lawful), (number, entry)
    response = caller.get(f"/{type}/{id}/_history")
    if not lawful:
        assert response.status_code in REFUSED, entry
        return
    found = [each["resource"]["meta"]["versionId"] for each in response.json["entry"]]
    assert set(found) == lawful, entry
    assert response.json["total"] == len(lawful), entry


def _search(caller: Caller, world: World, type: str) -> None:
    listed = oracle.listed(world, type)
    _same_hits(caller, type, "", {(type, id) for id in listed})
    if type == "Patient":
        return
    for said in world.said:
        ids = {each.id for each in world.entries if each.type == type and each.patient == said.patient.id}
        lawful = {(type, id) for id in oracle.found(world, type) & ids}
        _same_hits(caller, type, f"patient={said.patient.id}", lawful)


def _same_hits(caller: Caller, type: str, query: str, lawful: Keys) -> None:
    response = caller.get(f"/{type}?{query}&_count=200&_total=accurate")
    if response.status_code in REFUSED:
        assert lawful == set(), (type, query)
        return
    assert _keys(response) == lawful, (type, query)
    assert response.json["total"] == len(lawful), (type, query)
    count = caller.get(f"/{type}?{query}&_summary=count")
    assert count.json["total"] == len(lawful), (type, query)


def _inclusions(caller: Caller, world: World, town: Town) -> None:
    """What an entry points at comes along when it may, and back."""
    pointing = town.pointing
    for type, param in bodies.POINTING.items():
        response = caller.get(f"/{type}?_include={type}:{param}&_count=200")
        if response.status_code in REFUSED:
            continue
        sources = {(type, id) for id in oracle.listed(world, type)}
        along = {
            _key(target)
            for source, target in pointing.items()
            if source in sources and oracle.may(world, "s", target)
        }
        assert _keys(response) == sources | along, type
    for source, target in pointing.items():
        response = caller.get(f"/{target.type}?_id={target.id}&_revinclude={source[0]}:focus")
        if response.status_code in REFUSED:
            continue
        found = target.id in oracle.found(world, target.type)
        back = {
            each
            for each, aim in pointing.items()
            if aim == target and each[0] == source[0] and each[1] in oracle.found(world, each[0])
        }
        assert _keys(response) == ({_key(target)} | back if found else set()), (source, target)


def _histories(caller: Caller, world: World) -> None:
    """Of a type: each version by itself."""
    for type in ("CarePlan", "Consent"):
        response = caller.get(f"/{type}/_history?_count=200")
        if response.status_code in REFUSED:
            continue
        told = {
            (each["resource"]["id"], each["resource"]["meta"]["versionId"])
            for each in response.json.get("entry", [])
        }
        listed = oracle.without_social(world)
        own = [each for each in world.entries if each.type == type and each in listed]
        assert told == {
            (each.id, str(number))
            for each in own
            for number, one in enumerate([each.first, each] if each.earlier else [each], 1)
            if oracle.may(world, "s", one)
        }, type


def _everything(caller: Caller, world: World, patient: str) -> None:
    response = caller.get(f"/Patient/{patient}/$everything")
    own = [entry for entry in world.entries if entry.patient == patient]
    [whom] = [entry for entry in own if entry.type == "Patient"]
    if not oracle.may(world, "r", whom):
        assert response.status_code in REFUSED, patient
        return
    lawful = {_key(entry) for entry in own if oracle.may(world, "r", entry)}
    assert _keys(response) == lawful, patient


def _compartment(caller: Caller, world: World, patient: str) -> None:
    for type in ("CarePlan", "Consent"):
        response = caller.get(f"/Patient/{patient}/{type}?_count=200")
        if response.status_code not in REFUSED:
            own = {each.id for each in world.entries if each.type == type and each.patient == patient}
            assert _keys(response) == {(type, id) for id in oracle.found(world, type) & own}, type


def _transaction(caller: Caller, world: World) -> None:
    """A read among the entries of a transaction gives what a read gives; one that may not be refuses them all."""
    asked = [{"request": {"method": "GET", "url": f"{each.type}/{each.id}"}} for each in world.entries]
    response = caller.post("", {"resourceType": "Bundle", "type": "transaction", "entry": asked})
    opened = all(oracle.may(world, "r", each) for each in world.entries)
    assert _is_open(response) == opened


def _is_open(response: TestResponse) -> bool:
    assert response.status_code in (200, *REFUSED), response.text
    return response.status_code == 200


def _keys(response: TestResponse) -> Keys:
    """The care resources of a Bundle, matches and inclusions."""
    assert response.status_code == 200, response.text
    found: list[Any] = [each["resource"] for each in response.json.get("entry", [])]
    return {(each["resourceType"], each["id"]) for each in found if each["resourceType"] in bodies.TYPES}


def _key(entry: Entry) -> tuple[str, str]:
    return entry.type, entry.id
