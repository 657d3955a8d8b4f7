"""What a file is called when it is handed out is ours: nothing that somebody wrote is in a Content-Disposition (S-119)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = re.compile(r'attachment; filename="[a-z0-9{}.\-]+"')


def handed_out() -> Iterator[tuple[str, str]]:
    """Each text of the service that begins as a Content-Disposition; of an f-string, {} for a constant put into it."""
    for path in (ROOT / "patientkontrakt").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            text = written(node)
            if text.startswith(("attachment;", "inline;")):
                yield path.name, text


def written(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join("{}" if is_constant(part) else written(part) or "?" for part in node.values)
    return ""


def is_constant(part: ast.AST) -> bool:
    """Whether what is put in is a constant of a module: nobody's words."""
    return (
        isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) and part.value.id.isupper()
    )


def test_s_119_every_file_has_a_name_of_ours() -> None:
    found = [
        each for each in handed_out() if not each[1].endswith('filename="')
    ]  # the beginning of an f-string
    assert len(found) >= 4
    assert [each for each in found if not NAME.fullmatch(each[1])] == []


def test_s_119_nothing_names_a_file_by_what_it_is_given() -> None:
    """Flask's own way of naming a file takes whatever it is given. An export's is sent without one."""
    users = [
        path.name
        for path in (ROOT / "patientkontrakt").rglob("*.py")
        if re.search(r"\b(send_file|send_from_directory|download_name)\b", path.read_text())
    ]
    assert users == ["bulk.py"]
