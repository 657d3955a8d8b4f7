"""A client that subscribes, the people it is about, and the round that delivers: one scene for each test."""

from dataclasses import dataclass, field
from typing import Any

from patientkontrakt import clock
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.fhir.subscriptions.topics import TOPICS
from patientkontrakt.records import writer
from patientkontrakt.records.importing.run import operator
from patientkontrakt.records.subscriptions import receivers
from patientkontrakt.records.subscriptions.notifier import Notifier
from tests.api.fhir.house import Body, Caller, House
from tests.auth import administration
from tests.records.region import imported_by, patient_body, plan
from tests.subscriptions.receiver import Receiver

SCOPE = "system/*.rs system/Subscription.crus"
TOPIC = {url.rpartition("/pk-")[2]: url for url in TOPICS}
BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-"
MINUTE = 60_000


def order(endpoint: str, topic: str = "plan-andrad", content: str = "id-only", **more: Any) -> Body:
    """A Subscription as a client sends it. `filters`, `numbers` (timeout=1), `header`, `status`, `end`."""
    extensions = [
        {"url": BACKPORT + name.replace("_", "-"), "valueUnsignedInt": value}
        for name, value in more.pop("numbers", {}).items()
    ]
    filters = [{"url": BACKPORT + "filter-criteria", "valueString": each} for each in more.pop("filters", ())]
    header = more.pop("header", [])
    return {
        "resourceType": "Subscription",
        "meta": {"profile": [BACKPORT + "subscription"]},
        "status": "requested",
        "reason": "Följa planer",
        "criteria": TOPIC.get(topic, topic),
        **({"_criteria": {"extension": filters}} if filters else {}),
        "channel": {
            **({"extension": extensions} if extensions else {}),
            "type": "rest-hook",
            "endpoint": endpoint,
            "payload": "application/fhir+json",
            "_payload": {"extension": [{"url": BACKPORT + "payload-content", "valueCode": content}]},
            **({"header": header} if header else {}),
        },
        **more,
    }


@dataclass
class Scene:
    """`at` is the time of the next round, epoch ms; `patients` are in the client's Group."""

    house: House
    receiver: Receiver
    client: str
    patients: tuple[str, ...]
    at: int = field(default_factory=lambda: clock.millis(clock.now()))

    @property
    def caller(self) -> Caller:
        return self.house.system(self.client, SCOPE)

    @property
    def notifier(self) -> Notifier:
        found: Notifier = self.house.app.extensions["patientkontrakt"].notifier
        return found

    def subscribe(self, topic: str = "plan-andrad", content: str = "id-only", **more: Any) -> str:
        """The id of a new subscription, after its handshake."""
        id = self.asked(topic, content, **more)
        self.round()
        assert self.state(id)["status"] == "active"
        return id

    def asked(self, topic: str = "plan-andrad", content: str = "id-only", **more: Any) -> str:
        """The id of a new subscription, before its handshake."""
        made = self.caller.post("/Subscription", order(self.receiver.url, topic, content, **more))
        assert made.status_code == 201, made.text
        return str(made.json["id"])

    def state(self, id: str) -> Body:
        """The Subscription as its client reads it."""
        found: Body = self.caller.get(f"/Subscription/{id}").json
        return found

    def put(self, id: str, **changes: Any) -> Any:
        """Change it as its client does."""
        return self.caller.put(f"/Subscription/{id}", self.state(id) | changes)

    def round(self, later_ms: int = 0) -> None:
        """A round of the worker, so much later than the last."""
        self.at = max(self.at + later_ms, self.at)
        self.notifier.round(self.at)

    def plan(self, patient: str | None = None, unit: str = "linden", **more: Any) -> str:
        """A new CarePlan of a patient's; its id."""
        with self.house.counter.writing(operator(), clock.now()) as desk:
            body = plan(patient or self.patients[0], **more)
            return writer.create(desk, body, trust=imported_by(unit)).id

    def change(self, id: str, **more: Any) -> None:
        """The next version of a CarePlan."""
        [(text,)] = self.house.rows(
            "SELECT patient FROM resource WHERE type = 'CarePlan' AND id = :id", id=id
        )
        with self.house.counter.writing(operator(), clock.now()) as desk:
            body = plan(text, id=id, **more)
            writer.update(desk, "CarePlan", id, body, None, trust=writer.Trust("import"))

    def leave(self, *patients: str) -> None:
        """The Group has only these patients now."""
        with self.house.counter.writing(operator(), clock.now()) as desk:
            writer.update(
                desk, "Group", f"g-{self.client}", group(f"g-{self.client}", patients), None, trust=IMPORT
            )

    def suspend(self) -> None:
        """An administrator closes the client."""
        with self.house.database.write() as tx:
            administration.suspend(tx, self.client, self.at)


IMPORT = writer.Trust("import")


def group(id: str, patients: tuple[str, ...]) -> Body:
    members = [{"entity": {"reference": f"Patient/{each}"}} for each in patients]
    return {
        "resourceType": "Group",
        "id": id,
        "type": "person",
        "actual": True,
        **({"member": members} if members else {}),
    }


def set_scene(house: House, receiver: Receiver, patients: int = 2) -> Scene:
    """New patients, a Group of theirs, a client of region-exempel's that may read it, and its receiver's host."""
    named = tuple(f"p-{new_id()}" for _ in range(patients))
    client = f"c-{new_id()}"
    with house.counter.writing(operator(), clock.now()) as desk:
        for each in named:
            body = {**patient_body("gunnel"), "identifier": [{"system": "urn:x", "value": each}]}
            writer.create(desk, body, id=each, trust=IMPORT)
        writer.create(desk, group(f"g-{client}", named), id=f"g-{client}", trust=IMPORT)
    register(house, client)
    receivers.register(house.database, client, receiver.host, ["127.0.0.1/32"])
    return Scene(house, receiver, client, named)


def register(house: House, client: str, organization: str = "region-exempel") -> None:
    """A backend client; nobody asks here for a key, since tokens are made by hand."""
    values = {
        "id": client, "scope": SCOPE, "organization": organization, "group": f"g-{client}", "at": clock.millis(clock.now())
    }  # fmt: skip
    house.change(
        "INSERT INTO client (id, name, auth_method, trusted, scope, redirect_uris, organization, group_ids, feed,"
        " jwks, status, created) VALUES (:id, :id, 'private_key_jwt', 0, :scope, '', :organization, :group, 0,"
        " '{}', 'active', :at)",
        **values,
    )
