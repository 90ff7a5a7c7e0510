"""What stops the reading of an answer."""


class Misread(Exception):
    """What was typed is no value of the field's type; `sentence` tells the person what to type instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
