"""What is said of a setting that cannot be used."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong: the variable, what is wrong, what to write instead. Never the value of a secret."""

    variable: str
    wrong: str
    write: str

    def __str__(self) -> str:
        return f"{self.variable} {self.wrong}. {self.write}."


class SettingsError(Exception):
    """The service must not start on these settings; `problems` holds all that is wrong with them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(
            "\n".join(["The settings cannot be used:", *(f"  {problem}" for problem in problems)])
        )
