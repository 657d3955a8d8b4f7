"""Why a number is refused: a text in both languages that never repeats the number."""


class NotWellFormed(ValueError):
    """The text is no number of its kind; `sv` and `en` say why and how it should be written."""

    def __init__(self, sv: str, en: str) -> None:
        super().__init__(en)
        self.sv = sv
        self.en = en
