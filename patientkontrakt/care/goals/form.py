"""A goal as its form shows and fills it: plain values. How it goes stays as it is. Pure."""

from dataclasses import replace
from datetime import date
from typing import Any

from patientkontrakt.care.goals.model import GoalItem, Step


def shown(goal: GoalItem) -> dict[str, Any]:
    """The fields of the form."""
    return {
        "id": goal.id,
        "text": goal.text,
        "by": goal.by,
        "rephrased": goal.rephrased,
        "steps": [{"value": step.value, "text": step.text} for step in goal.steps],
        "due": goal.due.isoformat() if goal.due else None,
    }


def filled(data: dict[str, Any], current: GoalItem | None, by: str) -> GoalItem:
    """The goal of a filled form; `by` expressed a new one unless the form says who."""
    goal = current or GoalItem(data["id"], "", by)
    return replace(
        goal,
        text=data["text"],
        by=data.get("by") or goal.by,
        rephrased=data.get("rephrased"),
        steps=tuple(Step(step["value"], step["text"]) for step in data.get("steps", ())),
        due=date.fromisoformat(data["due"]) if data.get("due") else None,
    )
