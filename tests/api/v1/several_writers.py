"""Writers who work in the same contract with what each of them has read, and an account of every text they have saved.

A writer saves on what she read. Told 412 she merges, chooses where both have changed, and saves. A text is accounted
for when it is in the plan at the end, or was replaced by somebody who had it before her eyes.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.api.v1.people import Person, opened
from tests.api.v1.resources import body_of, put

Data = dict[str, Any]
LISTS = {"mal": "goals", "ansvar": "promises", "samre": "warnings", "tider": "times"}
FIELDS = {
    "mal": ("text", "rephrased"),
    "ansvar": ("text", "when"),
    "samre": ("sign", "act"),
    "tider": ("what", "bring"),
    "samordning": ("title", "coordination", "description"),
}
SECTIONS = tuple(FIELDS)
MARK = "text"


def new_item(section: str, word: str, other: str, who: str) -> Data:
    """An item of two texts, each in one field: a text in two places could go from both by two who never met."""
    if section == "mal":
        return {"text": word, "by": "PractitionerRole/maria", "rephrased": other}
    if section == "ansvar":
        return {"text": word, "owner": f"Patient/{who}", "when": other}
    if section == "samre":
        return {"level": "gul", "sign": word, "act": other}
    return {"what": word, "latest": "2027-01-08", "bring": other}


def marks(data: Any) -> Iterator[str]:
    """Every text of ours in it."""
    if isinstance(data, dict):
        for each in data.values():
            yield from marks(each)
    elif isinstance(data, list):
        for each in data:
            yield from marks(each)
    elif isinstance(data, str):
        yield from (word for word in data.split() if word.startswith(MARK) and word[len(MARK) :].isdigit())


@dataclass
class Work:
    """A contract, its writers, and which texts have been saved and which have been replaced knowingly."""

    plan: str
    who: str
    saved: set[str] = field(default_factory=set)
    replaced: set[str] = field(default_factory=set)
    edits: int = 0
    merges: int = 0
    numbers: Iterator[int] = field(default_factory=count)

    def word(self) -> str:
        """A text nobody has written before."""
        return f"{MARK}{next(self.numbers)}"


@dataclass
class Writer:
    """Somebody with the form open in a window: what she has read of each section, and as which version."""

    person: Person
    work: Work
    read: dict[str, tuple[int, Data]] = field(default_factory=dict)

    def open(self) -> None:
        """Read the form anew."""
        shown = self.person.done("GET", f"/contracts/{self.work.plan}")["sections"]
        self.read = {name: (shown[name]["version"], shown[name]["data"]) for name in SECTIONS}

    def edit(self, section: str, how: int, where: int) -> None:
        """Change, add, take away or move something in the copy she has, and save it."""
        version, before = self.read[section]
        mine = copy.deepcopy(before)
        self._change(section, mine, how, where)
        self.save(section, version, mine, set(marks(before)) - set(marks(mine)))

    def _change(self, section: str, mine: Data, how: int, where: int) -> None:
        word, name = self.work.word(), LISTS.get(section)
        items = mine[name] if name else [mine]
        place = where % len(items) if items else 0
        if name and (not items or how % 5 == 0):
            items.insert(place, new_item(section, word, self.work.word(), self.work.who))
        elif name and how % 5 == 1:
            items.pop(place)
        elif name and how % 5 == 2:
            items.append(items.pop(place))
        else:
            fields = FIELDS[section]
            items[place][fields[where % len(fields)]] = word

    def save(self, section: str, version: int, mine: Data, gone: set[str]) -> None:
        """Save until it is saved: told 412, merge and choose."""
        path = f"/contracts/{self.work.plan}/sections/{section}"
        for _ in range(3):
            answer = self.person.patch(path, mine | {"version": version})
            if answer.status_code == 200:
                told = answer.get_json()
                self.work.edits += 1
                self.work.saved |= set(marks(mine))
                self.work.replaced |= gone
                self.read[section] = told["version"], told["data"]
                return
            if answer.status_code == 409:  # written at once, and another door wrote in the same place
                self.settle(section)
                version = self.read[section][0]
                continue
            assert answer.status_code == 412, answer.get_data(as_text=True)
            merged = self.person.done("POST", f"{path}/merge", {"version": version, "data": mine})
            version, mine = merged["version"], merged["merged"]
            self.work.merges += 1
            for index, conflict in enumerate(merged["conflicts"]):
                gone |= self._choose(section, mine, conflict, keep=index % 2 == 0)
        raise AssertionError("never saved")

    def _choose(self, section: str, merged: Data, conflict: Data, *, keep: bool) -> set[str]:
        """Theirs, which stands in `merged`, or her own; the other is gone, and she knows."""
        theirs, mine = set(marks(conflict["theirs"])), set(marks(conflict["mine"]))
        if keep or conflict["field"] is None or conflict["item"] is None:
            return mine - set(marks(merged))
        items = merged[LISTS[section]] if section in LISTS else []
        found = next((each for each in items if each.get("id") == conflict["item"]), None)
        if found is None:
            return mine - set(marks(merged))
        found[conflict["field"]] = conflict["mine"]
        return theirs - set(marks(merged))

    def settle(self, section: str) -> None:
        """Look at what is published beside the draft, and go on from it."""
        before = self.person.done("GET", f"/contracts/{self.work.plan}")["sections"][section]
        path = f"/contracts/{self.work.plan}/sections/{section}/rebase"
        after = self.person.done("POST", path, {"version": before["version"]})
        seen = set(marks(before["published"])) | set(marks(before["data"]))
        self.work.replaced |= seen - set(marks(after["data"]))
        self.read[section] = after["version"], after["data"]

    def publish(self) -> None:
        """Give out what has been written; where another door wrote in the same place, look and go on."""
        path = f"/contracts/{self.work.plan}/publish"
        answer = self.person.post(path)
        if answer.status_code == 409:
            places = {
                where.split(".")[0] for error in answer.get_json()["errors"] for where in error["where"]
            }
            for section in sorted(places):
                self.settle(section)
            answer = self.person.post(path)
        assert answer.status_code in (200, 422), answer.get_data(as_text=True)  # 422: nothing is new

    def by_another_door(self, where: int) -> None:
        """Change the plan as it is now, through FHIR."""
        plan = body_of(self.person, f"CarePlan/{self.work.plan}")
        name, word = ("title", "description")[where % 2], self.work.word()
        changed = put(self.person, plan | {name: word})
        if changed.status_code == 200:
            self.work.saved.add(word)
            self.work.replaced |= set(marks(plan.get(name))) - {word}


def begun(coordinator: Person, who: str) -> Work:
    """A contract that has been given out, with something in every section."""
    work = Work("", who)
    filled = {
        name: {LISTS[name]: [new_item(name, work.word(), work.word(), who)]}
        for name in ("mal", "samre", "tider")
    }
    work.plan = opened(coordinator, who, **filled)
    coordinator.done("POST", f"/contracts/{work.plan}/publish")
    return work
