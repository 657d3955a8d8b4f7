"""A world in a few lines, for whoever has to find out why it was judged in two ways: what is as usual is left out."""

from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.worlds.world import Span, World


def told(world: World) -> str:
    """Who asks when, what has been said, and the entries."""
    lines = [f"at {_instant(world.at)} asks {_short(world.asker)}"]
    lines += [f"  {_short(said)}" for said in world.said]
    lines += [f"  entry: {_short(entry)}" for entry in world.entries]
    return "\n".join(lines)


def _short(value: Any) -> str:
    if isinstance(value, Span):
        return f"[{_instant(value.starts)} – {_instant(value.ends)})"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_short, value)) + "]"
    if not is_dataclass(value):
        return str(value)
    said = (
        f"{each.name}={_short(getattr(value, each.name))}"
        for each in fields(value)
        if each.default is MISSING or getattr(value, each.name) != each.default
    )
    return f"{type(value).__name__}({', '.join(said)})"


def _instant(at: int | None) -> str:
    if at is None:
        return "…"
    moment = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo("Europe/Stockholm"))
    return moment.strftime("%Y-%m-%d %H:%M:%S.") + f"{at % 1000:03}"
