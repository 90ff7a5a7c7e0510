"""Why an application is withdrawn."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired

from webapp.applications import texts
from webapp.applications.rules import WithdrawalReason
from webapp.core.forms import Form, at_most

WORDS_MAX = 2_000
"""Characters."""


class WithdrawalForm(Form):
    reason = RadioField(
        "Pourquoi retirez-vous cette demande ?",
        [DataRequired("Choisissez une raison, ou « Je ne souhaite pas le dire ».")],
        choices=texts.WITHDRAWAL_REASONS,
    )
    words = TextAreaField("Précisions", [at_most(WORDS_MAX)])

    @property
    def chosen(self) -> WithdrawalReason:
        return WithdrawalReason(self.reason.data)
