"""Reading one variable each; what cannot be read is noted as a Problem and the default stands in for it."""

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import sqlalchemy as sa

from patientkontrakt.config.problem import Problem

Value = TypeVar("Value")


class Reader:
    """Reads the environment and gathers `problems`. An empty variable counts as unset."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[Problem] = []

    def text(self, name: str, default: str) -> str:
        return self._environ.get(name, "").strip() or default

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """The value when it is allowed; the first allowed one is the default."""
        value = self.text(name, allowed[0])
        if value in allowed:
            return value
        return self._no(name, "is none of the known words", f"Write {' or '.join(allowed)}", allowed[0])

    def flag(self, name: str) -> bool:
        value = self.text(name, "0")
        if value in ("0", "1"):
            return value == "1"
        return self._no(name, "is neither 0 nor 1", "Write 1 for yes, 0 for no", False)

    def number(self, name: str, default: int, low: int, high: int) -> int:
        value = self.text(name, str(default))
        if value.isascii() and value.isdecimal() and low <= int(value) <= high:
            return int(value)
        return self._no(name, "is not a number the service can use", f"Write {low} to {high}", default)

    def addresses(self, name: str) -> tuple[str, ...]:
        """IP addresses with commas between, in their usual spelling."""
        words = [word.strip() for word in self.text(name, "").split(",") if word.strip()]
        try:
            return tuple(str(ipaddress.ip_address(word)) for word in words)
        except ValueError:
            return self._no(
                name, "holds something that is no IP address", "Write for example 10.0.0.5,10.0.0.6", ()
            )

    def base_url(self, name: str, default: str) -> str:
        """An absolute http(s) address without query, fragment, user or trailing slash."""
        return self._address(name, self.text(name, default).rstrip("/"), default)

    def address(self, name: str) -> str:
        """The same kept letter by letter, as others compare it; "" when there is none."""
        return self._address(name, self.text(name, ""), "")

    def _address(self, name: str, value: str, default: str) -> str:
        if not value:
            return default
        try:
            parts = urlsplit(value)
            usable = (
                parts.scheme in ("http", "https")
                and parts.hostname
                and (parts.port is None or parts.port > 0)
            )
            plain = not (parts.query or parts.fragment or parts.username is not None)
        except ValueError:
            usable = plain = False
        if usable and plain:
            return value
        return self._no(
            name, "is not a plain web address", "Write for example https://plan.example.se", default
        )

    def database(self, name: str, default: str) -> str:
        """An address of SQLite, with an absolute path, or of PostgreSQL by psycopg."""
        example = "Write sqlite:////absolute/file.db or postgresql+psycopg://user@host/name"
        try:
            url = sa.make_url(self.text(name, default))
            backend, driver = url.get_backend_name(), url.get_driver_name()
        except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError):
            return self._no(name, "is not a database address", example, default)
        if (backend, driver) == ("sqlite", "pysqlite"):
            if url.database in (None, "", ":memory:") or url.query:
                return self._no(name, "names no file to keep the data in", example, default)
            url = url.set(database=str(Path(str(url.database)).absolute()))
        elif (backend, driver) != ("postgresql", "psycopg"):
            return self._no(name, "is neither SQLite nor PostgreSQL by psycopg", example, default)
        return url.render_as_string(hide_password=False)

    def _no(self, name: str, wrong: str, write: str, default: Value) -> Value:
        self.problems.append(Problem(name, wrong, write))
        return default
