"""The colours of the style sheet, measured against each other (WCAG 1.4.3 and 1.4.11): what axe does not see."""

import re
from pathlib import Path

import pytest

from patientkontrakt import portal

SHEET = (Path(portal.__file__).parent / "static" / "pk.css").read_text()
COLOURS = {"white": "#ffffff", "black": "#000000"} | dict(
    re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})\b", SHEET)
)


def _light(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    digits = COLOURS[colour].removeprefix("#")
    whole = digits if len(digits) == 6 else "".join(each * 2 for each in digits)
    parts = [int(whole[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one() -> None:
    assert round(contrast("black", "white"), 2) == 21


@pytest.mark.parametrize("mark", ["edge", "care", "me", "me-mid", "ok", "warn-mid", "stop"])
def test_check_14_borders_and_marks_stand_out(mark: str) -> None:
    assert contrast(mark, "paper") >= 3


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("ink", "ground"), ("ink-soft", "ground"), ("ink-soft", "paper"), ("care", "care-tint"), ("me", "me-tint"),
        ("ok", "ok-tint"), ("warn", "warn-tint"), ("stop", "stop-tint"), ("white", "care"), ("white", "care-strong"),
    ],
)  # fmt: skip
def test_check_14_words_stand_out_from_their_ground(words: str, ground: str) -> None:
    assert contrast(words, ground) >= 4.5


@pytest.mark.parametrize("ground", ["paper", "ground", "me-tint", "care-tint", "care-strong"])
def test_check_09_the_ring_of_the_focus_stands_out_everywhere(ground: str) -> None:
    """Two rings, ink and yellow: one of them differs from any ground."""
    assert max(contrast("ink", ground), contrast("focus", ground)) >= 3
