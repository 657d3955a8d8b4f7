"""Words that a person typed, each as one value of a search by name."""

import re
from typing import Final

from patientkontrakt.fhir.search.values import normal

MOST_WORDS: Final = 6
_BETWEEN: Final = re.compile(r"[\s\x00-\x1f\x7f,;.\-–]+")


def words_in(text: str) -> list[str]:
    """The words of a text, at most six, each as FHIR's search grammar wants it (FHIR R4 3.1.1.4.6)."""
    words = [each for each in _BETWEEN.split(text) if normal(each)]
    return [re.sub(r"([\\,$|])", r"\\\1", each) for each in words[:MOST_WORDS]]
