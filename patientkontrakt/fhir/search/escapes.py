r"""The escapes of a search value (FHIR R4 3.1.1.4.1): `\,` `\$` `\|` and `\\` are the characters."""

ESCAPED = frozenset("\\,$|")


def escape(text: str) -> str:
    """`text` as one literal piece of a search value."""
    return "".join("\\" + char if char in ESCAPED else char for char in text)


def unescape(text: str) -> str:
    """The text a piece stands for. A backslash before any other character is just a backslash."""
    if "\\" not in text:
        return text
    chars: list[str] = []
    escaping = False
    for char in text:
        if escaping:
            chars.append(char if char in ESCAPED else "\\" + char)
            escaping = False
        elif char == "\\":
            escaping = True
        else:
            chars.append(char)
    return "".join(chars) + ("\\" if escaping else "")


def split(text: str, separator: str) -> list[str]:
    """The pieces of `text` between unescaped separators, with their escapes: split again, then `unescape`."""
    pieces: list[str] = []
    start = 0
    escaping = False
    for place, char in enumerate(text):
        if char == separator and not escaping:
            pieces.append(text[start:place])
            start = place + 1
        escaping = char == "\\" and not escaping
    pieces.append(text[start:])
    return pieces
