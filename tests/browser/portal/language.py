"""Klarspråk, counted: the standard texts of the patient's pages (ux.md §3.13 and check 40)."""

import re
from typing import Final

from patientkontrakt.portal.catalogues import gathered

AVOIDED: Final = (
    "vårdkontrakt", "insats", "åtgärd", "aktör", "samtyck", "aktivitet", "huvudman", "juridiskt", "signera",
    "underskrift", "bindande", r"avtal\b", r"avtalet\b",
)  # fmt: skip
"""Words a patient should not have to meet."""
ROOMS: Final = ("ram", "min", "mitt")


def standard_texts() -> list[str]:
    """Every standard text of those rooms, without its places to fill in; only whole sentences count."""
    found = []
    for room in ROOMS:
        for message in gathered(room):
            text = message.id if isinstance(message.id, str) else (message.id or ("",))[0]
            plain = re.sub(r"<[^>]*>", "", re.sub(r"%\(\w+\)s", "x", text))
            if re.search(r"[.?!]$", plain.strip()):
                found.append(plain)
    return found


def _sentences(texts: list[str]) -> list[list[str]]:
    parts = [part for text in texts for part in re.split(r"[.?!:]+\s*", text)]
    return [words for words in (re.findall(r"[\wåäöÅÄÖ-]+", part) for part in parts) if words]


def mean_sentence(texts: list[str]) -> float:
    """Words a sentence."""
    sentences = _sentences(texts)
    return sum(map(len, sentences)) / len(sentences)


def lix(texts: list[str]) -> float:
    """Läsbarhetsindex: words a sentence, and how many of a hundred words have more than six letters."""
    words = [word for sentence in _sentences(texts) for word in sentence]
    return mean_sentence(texts) + 100 * sum(len(word) > 6 for word in words) / len(words)
