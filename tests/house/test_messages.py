"""Nothing here sends a message: whoever builds that meets S-8 first (domain.md §5.8)."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2] / "patientkontrakt"
SENDERS = frozenset({"smtplib", "aiosmtplib", "email", "flask_mail", "twilio", "pywebpush", "boto3"})


def test_skydd_s_8_no_message_leaves_so_none_tells_clinic_content_or_place() -> None:
    """S-8: an SMS or e-mail would say "Du har ett nytt meddelande" and no more, to a protected person above all."""
    found = {(path.name, name) for path in ROOT.rglob("*.py") for name in _imported(path) if name in SENDERS}
    assert found == set()


def _imported(path: Path) -> set[str]:
    """The top modules a file imports."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in plain | named}
