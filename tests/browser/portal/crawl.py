"""Asks for every address a page links to, signed in as the person who saw the link."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.clients.region import Region
from tests.portal.reading import read


@contextmanager
def signed_in(region: Region, person: str) -> Iterator[httpx.Client]:
    """A browser of nobody's making, signed in at the portal."""
    swedish = {"Accept-Language": "sv"}
    with httpx.Client(base_url=region.base, follow_redirects=True, headers=swedish, timeout=30) as client:
        if person:
            page = read(client.get("/in").text)
            form = next(each for each in page.forms if each.action == "/logga-in")
            client.post("/logga-in", data=dict(form.filled({"person": person})))
        yield client


def dead(region: Region, person: str, paths: list[str]) -> list[str]:
    """The addresses that do not answer with a page."""
    with signed_in(region, person) as client:
        answers = {path: client.get(path) for path in paths if not re.match(r"/(lamna|logga-ut)", path)}
    return [f"{path}: {answer.status_code}" for path, answer in answers.items() if answer.status_code != 200]
