"""What is ticked to send an application. The questions of a scheme are no form of ours: see shown.py."""

from typing import Any

from wtforms import BooleanField, TextAreaField

from webapp.core.forms import Form, MomentField, at_most, squeeze

MESSAGE_MAX = 2000


class SubmissionForm(Form):
    """In the order of the page, in which errors are listed. `seen`: when what the page shows was edited last."""

    seen = MomentField()
    commitment = BooleanField("Contrat d'engagement républicain")
    statement = BooleanField("Attestation sur l'honneur")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for field in self:
            field.flags.required = True


class StatementForm(Form):
    """One button."""


class TakingBackForm(Form):
    message = TextAreaField("Ce qui est à corriger (facultatif)", [at_most(MESSAGE_MAX)], filters=[squeeze])
