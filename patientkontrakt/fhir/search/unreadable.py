"""A search value that cannot be read, said in both languages. The caller knows the place: a parameter or a FHIRPath."""


class Unreadable(ValueError):
    """What is wrong with a value, as the end of a sentence that begins with its place. Never the value itself."""

    def __init__(self, sv: str, en: str) -> None:
        super().__init__(en)
        self.sv = sv
        self.en = en
