"""Callers who ask at the same moment."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, TypeVar

import httpx

from tests.records.region import goal
from tests.service import Service

Answer = TypeVar("Answer")
Body = dict[str, Any]
MANY = 16


class Crowd:
    """`size` callers with one token, or these. What they do begins when all are there to begin it."""

    def __init__(
        self,
        service: Service,
        token: str | None,
        size: int = MANY,
        callers: Sequence[httpx.Client] | None = None,
    ) -> None:
        self.callers = callers or [service.caller(token) for _ in range(size)]
        self.size = len(self.callers)

    def at_once(self, *acts: Callable[[httpx.Client], Answer]) -> list[Answer]:
        """Each act by a caller of her own; what they returned, in the order of the acts."""
        together = threading.Barrier(len(acts), timeout=30)

        def begin(act: Callable[[httpx.Client], Answer], caller: httpx.Client) -> Answer:
            together.wait()
            return act(caller)

        with ThreadPoolExecutor(len(acts)) as threads:
            begun = [
                threads.submit(begin, *each) for each in zip(acts, self.callers[: len(acts)], strict=True)
            ]
            return [each.result() for each in begun]

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for caller in self.callers:
            caller.close()


def given(service: Service, text: str = "0") -> str:
    """A goal of Gunnel's with version 1; its key."""
    return service.house.given(said(text))


def said(text: str) -> Body:
    """A goal that says the same in two places, so that half of one and half of another would show."""
    return goal("gunnel", text) | {"note": [{"text": text}]}


def saying(body: Body) -> str:
    """What a goal says, in both places alike."""
    text: str = body["description"]["text"]
    assert [each["text"] for each in body["note"]] == [text]
    return text


def put(caller: httpx.Client, key: str, version: int, text: str) -> httpx.Response:
    """Make `text` the version after `version`."""
    body = said(text) | {"id": key.split("/")[1]}
    return caller.put(f"/fhir/{key}", json=body, headers={"If-Match": f'W/"{version}"'})


def version_of(response: httpx.Response) -> int:
    """The version in an ETag."""
    return int(response.headers["ETag"].removeprefix('W/"').removesuffix('"'))


def history(caller: httpx.Client, key: str) -> list[Body]:
    """Every version, oldest first, over all pages."""
    found: list[Body] = []
    link: str | None = f"/fhir/{key}/_history"
    while link:
        answer = caller.get(link)
        assert answer.status_code == 200, answer.text
        found += [entry["resource"] for entry in answer.json().get("entry", ())]
        links = {each["relation"]: each["url"] for each in answer.json().get("link", ())}
        link = "/fhir" + links["next"].split("/fhir", 1)[1] if "next" in links else None
    return found[::-1]
