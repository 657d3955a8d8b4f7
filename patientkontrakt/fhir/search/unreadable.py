"""A search value that cannot be read. The caller knows the place: a parameter or a FHIRPath."""


class Unreadable(ValueError):
    """What is wrong with a value: the end of a sentence in Swedish and English. Never the value itself."""

    def __init__(self, sv: str, en: str) -> None:
        super().__init__(en)
        self.sv = sv
        self.en = en
