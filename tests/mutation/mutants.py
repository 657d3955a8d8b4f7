"""The faults: every way to leave out, turn round or swap one thing in a module of the law, each as a whole source text."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LAW = Path(__file__).parents[2] / "patientkontrakt" / "policy"
# The page and its table are documentation made from the law; row, rule and __init__ are declarations.
LEFT_ALONE = {"__init__", "page", "table", "row", "rule"}
SWAPPED = {
    "unit_a": "unit_b",
    "unit_b": "unit_a",
    "custodian_a": "custodian_b",
    "custodian_b": "custodian_a",
    "unit": "custodian",
    "custodian": "unit",
    "starts": "ends",
    "c": "u",
    "u": "c",
    "r": "s",
    "s": "r",
    "cu": "c",
}
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
COMBINING = {"all_of", "any_of", "has_category", "frozenset"}
_NOT_CODE = {"annotation", "returns", "decorator_list", "bases", "keywords"}


@dataclass(frozen=True)
class Mutant:
    """One fault: in which module and line, what was done, and the module's text with it."""

    module: str
    line: int
    what: str
    source: str

    @property
    def name(self) -> str:
        """What README.md calls it."""
        return f"{self.module}: {self.what}"


def mutants(folder: Path = LAW) -> Iterator[Mutant]:
    """Every fault in every module of the law."""
    for path in sorted(folder.glob("*.py")):
        if path.stem not in LEFT_ALONE:
            yield from of_source(path.stem, path.read_text())


def of_source(module: str, text: str) -> Iterator[Mutant]:
    """Every fault of one source text; those that read alike come once."""
    tree = ast.parse(text)
    seen = {ast.unparse(tree)}
    for holder, field, index, place in _sites(tree):
        old = getattr(holder, field)
        node = old if index is None else old[index]
        for what, new in _instead(node, holder, field):
            _put(holder, field, index, new)
            source = ast.unparse(ast.fix_missing_locations(tree))
            setattr(holder, field, old)
            if source not in seen:
                seen.add(source)
                yield Mutant(module, node.lineno, f"{place}: {what}", source)


def _sites(tree: ast.Module) -> Iterator[tuple[ast.AST, str, int | None, str]]:
    """(holder, field, index in it, name of the function or constant) of every node that may be changed."""
    for top in tree.body:
        place = _name_of(top)
        if place is None:
            continue
        for holder in _code(top):
            for field, value in ast.iter_fields(holder):
                if field in _NOT_CODE:
                    continue
                if isinstance(value, ast.expr):
                    yield holder, field, None, place
                elif isinstance(value, list):
                    yield from (
                        (holder, field, n, place) for n, each in enumerate(value) if _may_change(each)
                    )


def _name_of(top: ast.stmt) -> str | None:
    """What the law calls a statement of a module; None for imports, types and texts."""
    if isinstance(top, ast.FunctionDef | ast.ClassDef):
        return top.name
    target = (
        top.targets[0]
        if isinstance(top, ast.Assign)
        else top.target
        if isinstance(top, ast.AnnAssign)
        else None
    )
    if not isinstance(target, ast.Name) or "TypeAlias" in ast.unparse(top) or "Literal[" in ast.unparse(top):
        return None
    return target.id


def _code(top: ast.AST) -> Iterator[ast.AST]:
    """The nodes below that are code: no annotation, decorator or default of a class."""
    yield top
    for field, value in ast.iter_fields(top):
        if field in _NOT_CODE or (isinstance(top, ast.ClassDef) and field != "body"):
            continue
        for child in value if isinstance(value, list) else [value]:
            declares = isinstance(top, ast.ClassDef) and not isinstance(child, ast.FunctionDef)
            if isinstance(child, ast.AST) and not declares:
                yield from _code(child)


def _may_change(node: object) -> bool:
    if isinstance(node, ast.Expr):
        return not isinstance(node.value, ast.Constant)  # a docstring
    return isinstance(node, ast.expr | ast.stmt) and not isinstance(node, ast.FunctionDef | ast.ClassDef)


def _instead(node: ast.AST, holder: ast.AST, field: str) -> Iterator[tuple[str, ast.AST | None]]:
    """What may stand in its place; None leaves it out."""
    text = ast.unparse(node)[:60].replace("\n", " ")
    if _is_one_of_several(holder, field):
        yield f"without {text}", None
    match node:
        case ast.If():
            yield f"never if {ast.unparse(node.test)[:60]}", _if(node, False)
            yield f"always if {ast.unparse(node.test)[:60]}", _if(node, True)
        case ast.IfExp():
            yield f"always {ast.unparse(node.body)[:60]}", node.body
            yield f"always {ast.unparse(node.orelse)[:60]}", node.orelse
        case ast.Compare(ops=[op]) if type(op) in TURNED:
            yield f"turned {text}", ast.Compare(node.left, [TURNED[type(op)]()], node.comparators)
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield f"and/or {text}", ast.BoolOp(other, node.values)
            for n, each in enumerate(node.values):
                rest = [*node.values[:n], *node.values[n + 1 :]]
                left = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
                yield f"{text} without {ast.unparse(each)[:40]}", left
        case ast.UnaryOp(op=ast.Not()):
            yield f"{text} denied", node.operand
        case ast.Call(func=ast.Name(id="Not"), args=[inner]):
            yield f"{text} denied", inner
        case ast.Call(func=ast.Name(id="Always" | "Never" as name)):
            yield (
                f"other than {name}()",
                ast.parse("Never()" if name == "Always" else "Always()").body[0].value,
            )  # type: ignore[attr-defined]
        case ast.Constant(value=bool() as value):
            yield f"not {value}", ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield f"{value} + 1", ast.Constant(value + 1)
        case ast.Constant(value=str() as value) if value in SWAPPED and not isinstance(holder, ast.JoinedStr):
            yield (
                f"{SWAPPED[value]!r} for {value!r} in {ast.unparse(holder)[:50]}",
                ast.Constant(SWAPPED[value]),
            )


def _is_one_of_several(holder: ast.AST, field: str) -> bool:
    match holder:
        case ast.Tuple() | ast.List() | ast.Set():
            return isinstance(holder.ctx, ast.Load) if hasattr(holder, "ctx") else True
        case ast.Call(func=ast.Name(id=name)):
            return name in COMBINING and field == "args"
    return False


def _if(node: ast.If, always: bool) -> ast.If:
    return ast.If(ast.Constant(always), node.body, node.orelse)


def _put(holder: ast.AST, field: str, index: int | None, new: ast.AST | None) -> None:
    if index is None:
        setattr(holder, field, new)
        return
    whole = list(getattr(holder, field))
    whole[index : index + 1] = [] if new is None else [new]
    setattr(holder, field, whole)
