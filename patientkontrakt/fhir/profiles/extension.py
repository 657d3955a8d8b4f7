"""What an extension of ours is: where it may stand, and the type of its value or of its parts."""

from dataclasses import dataclass

from patientkontrakt.fhir.systems import ext


@dataclass(frozen=True)
class Part:
    """One part of a complex extension: its name, the type of its value, and the name of its value set."""

    name: str
    type: str
    codes: str
    sv: str
    en: str

    @property
    def value_name(self) -> str:
        """The element that holds its value: valueCode."""
        return value_name(self.type)


@dataclass(frozen=True)
class Extension:
    """An extension with a value of `type`, or with `parts`."""

    name: str
    sv: str
    en: str
    holders: tuple[str, ...]
    type: str = ""
    parts: tuple[Part, ...] = ()
    codes: str = ""
    targets: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Its canonical address."""
        return ext(self.name)

    @property
    def value_name(self) -> str:
        """The element that holds its value: valueCode."""
        return value_name(self.type)


def value_name(type: str) -> str:
    """`code` → `valueCode`."""
    return f"value{type[0].upper()}{type[1:]}"
