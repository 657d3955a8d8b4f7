"""What the patient writes in her own plan: what matters to her, her goals, what she does."""

from typing import Any

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import own as shapes
from patientkontrakt.care import permissions
from patientkontrakt.care.contract import story_writing
from patientkontrakt.care.goals import own as goals
from patientkontrakt.care.promises import own as promises
from patientkontrakt.care.promises.from_fhir import read_status
from patientkontrakt.records.stored import Stored

blueprint = Blueprint("mitt-skrivna", "Patientens egna ord: viktigt för mig, mål, ansvar.")


@blueprint.operation(
    "PUT", "/my/story", permissions.WRITE_MY_STORY, shows=shapes.Written, takes=shapes.TellStory
)
def tell_story(act: dict[str, Any]) -> Any:
    """Tell what matters, or that she does not want to. 412 when it was changed since it was read."""
    with asked().writing() as desk:
        return _written(story_writing.tell(desk, act.get("text"), act["version"]))


@blueprint.operation(
    "POST",
    "/my/goals",
    permissions.WRITE_MY_GOALS,
    shows=shapes.Written,
    takes=shapes.OwnGoal,
    status=201,
)
def set_goal(act: dict[str, Any]) -> Any:
    """Set a goal of her own: a wish beside the plan until care takes it in."""
    with asked().writing() as desk:
        return _written(goals.set_goal(desk, goals.Wish(**act)))


@blueprint.operation(
    "PUT", "/my/goals/<goal>", permissions.WRITE_MY_GOALS, shows=shapes.Written, takes=shapes.ChangeOwnGoal
)
def change_goal(act: dict[str, Any], goal: str) -> Any:
    """Write a goal of hers anew. One that is part of the plan is news to care, who gets in touch."""
    version = act.pop("version")
    with asked().writing() as desk:
        return _written(goals.change_goal(desk, goal, goals.Wish(**act), version))


@blueprint.operation(
    "POST", "/my/goals/<goal>/end", permissions.WRITE_MY_GOALS, shows=shapes.Written, takes=shapes.EndGoal
)
def end_goal(act: dict[str, Any], goal: str) -> Any:
    """Stop striving for a goal of hers."""
    with asked().writing() as desk:
        return _written(goals.end_goal(desk, goal, act["why"]))


@blueprint.operation(
    "POST",
    "/my/promises",
    permissions.WRITE_MY_PROMISES,
    shows=shapes.WrittenPromise,
    takes=shapes.OwnPromise,
    status=201,
)
def make_promise(act: dict[str, Any]) -> Any:
    """Promise something for her own part: a proposal beside the plan until care takes it in."""
    with asked().writing() as desk:
        return _promise(promises.make(desk, _duty(act)))


@blueprint.operation(
    "PUT",
    "/my/promises/<promise>",
    permissions.WRITE_MY_PROMISES,
    shows=shapes.WrittenPromise,
    takes=shapes.ChangeOwnPromise,
)
def change_promise(act: dict[str, Any], promise: str) -> Any:
    """Write something she does anew. What was agreed is a proposal again, and care gets in touch."""
    with asked().writing() as desk:
        return _promise(promises.rewrite(desk, promise, _duty(act), act["version"]))


@blueprint.operation(
    "POST", "/my/promises/<promise>/done", permissions.WRITE_MY_PROMISES, shows=shapes.WrittenPromise
)
def done(promise: str) -> Any:
    """She has done it."""
    with asked().writing() as desk:
        return _promise(promises.done(desk, promise))


@blueprint.operation(
    "POST", "/my/promises/<promise>/undo", permissions.WRITE_MY_PROMISES, shows=shapes.WrittenPromise
)
def undo(promise: str) -> Any:
    """It was a slip: not done yet. Within seven days."""
    with asked().writing() as desk:
        return _promise(promises.undo(desk, promise))


@blueprint.operation(
    "POST",
    "/my/promises/<promise>/help",
    permissions.WRITE_MY_PROMISES,
    shows=shapes.ShownAsked,
    takes=shapes.AskForHelp,
    status=201,
)
def ask_for_help(act: dict[str, Any], promise: str) -> Any:
    """Ask her fixed contact for help with it."""
    with asked().writing() as desk:
        return promises.ask_for_help(desk, promise, act["text"])


def _duty(act: dict[str, Any]) -> promises.Duty:
    return promises.Duty(act["text"], act["when"], shapes.day_of(act, "due"))


def _written(stored: Stored) -> dict[str, Any]:
    return {"id": stored.id, "version": stored.version}


def _promise(stored: Stored) -> dict[str, Any]:
    return _written(stored) | {"status": read_status(stored.body()).value}
