"""What care refuses: facts with their place, in both languages. Only the doors know about statuses."""

from patientkontrakt.fhir.outcome import Conflict, Invalid, Issue


class RuleBroken(Invalid):
    """A rule of the domain forbids it; one Issue per rule."""


class NotReady(RuleBroken):
    """The gate to `active` has not been passed."""


class StepNotAllowed(RuleBroken):
    """The contract, or a promise, cannot go from here to there."""


class StaleUtgava(Conflict):
    """The answer is to an utgåva that is no longer the newest; `newest` is."""

    def __init__(self, newest: int) -> None:
        super().__init__(
            Issue(
                "conflict",
                f"Planen ändrades medan du läste. Titta på det som är nytt och svara igen (utgåva {newest}).",
                f"The plan changed while you were reading. See what is new and answer again ({newest}).",
            )
        )
        self.newest = newest


class ChangedMeanwhile(Conflict):
    """Somebody wrote the same parts through another door since the draft was begun."""


class AlreadyThere(Conflict):
    """There is one already, and there may only be one."""


def rule(sv: str, en: str, *where: str) -> Issue:
    """An Issue of a broken rule, at these FHIRPaths."""
    return Issue("business-rule", sv, en, where)
