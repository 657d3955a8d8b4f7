"""What was chosen on the merge page, put into the section."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.skriva.meeting import LISTS, Conflict, Meeting
from patientkontrakt.portal.skriva.meeting_words import field_name
from patientkontrakt.portal.skriva.sheet import Data
from patientkontrakt.portal.skriva.typed import Typed


@dataclass
class Chosen:
    """The section as it is to be saved, and the places where nothing was chosen."""

    data: Data
    faults: list[Fault] = field(default_factory=list)


def chosen(met: Meeting, said: Typed) -> Chosen:
    """Every choice of a section: their text, one's own, or a new one. A new text goes before a choice."""
    answer = Chosen(deepcopy(met.merged))
    for number, conflict in enumerate(met.conflicts):
        name = f"{met.section}-{number}"
        side, new = said.text(f"val-{name}"), said.text(f"ny-{name}")
        if new and conflict.is_words:
            _put(answer.data, met.section, conflict, new)
        elif side in ("deras", "min"):
            _put(answer.data, met.section, conflict, conflict.theirs if side == "deras" else conflict.mine)
        else:
            asked = _("%(what)s: välj en text, eller skriv en ny", what=field_name(conflict))
            answer.faults.append(Fault(f"val-{name}-1", asked))
    _without_gaps(answer.data, met.section)
    return answer


def _put(data: Data, section: str, conflict: Conflict, value: Any) -> None:
    items = data.get(LISTS.get(section, ""), [])
    if conflict.item and conflict.field:
        for item in (each for each in items if each.get("id") == conflict.item):
            item[conflict.field] = value
    elif conflict.item:
        items[:] = [each for each in items if each.get("id") != conflict.item]
        items += [value] if value else []
    elif conflict.field and "[" in conflict.field:
        _put_by_place(items, conflict.field, value)
    elif conflict.field:
        data[conflict.field] = value


def _put_by_place(items: list[Any], place: str, value: Any) -> None:
    """`warnings[2].act`, or all of `warnings[2]`."""
    number = int(place.partition("[")[2].partition("]")[0])
    name = place.partition("].")[2]
    if number < len(items):
        if name and items[number]:
            items[number][name] = value
        elif not name:
            items[number] = value


def _without_gaps(data: Data, section: str) -> None:
    """What was taken away by its place leaves no gap."""
    name = LISTS.get(section, "")
    if name in data:
        data[name] = [each for each in data[name] if each is not None]
