"""A person's name as one writes it."""


def name_in(person: dict[str, object]) -> str:
    """A Patient's or Practitioner's name: its text, or given names and family name."""
    names = person.get("name")
    name = names[0] if isinstance(names, list) and names else {}
    return name.get("text") or " ".join([*name.get("given", ()), name.get("family", "")]).strip()
