"""A message as it is typed."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired

from webapp.core.forms import at_most, squeeze
from webapp.structures.forms import KeyedForm
from webapp.threads.rules import MESSAGE_MAX


class MessageForm(KeyedForm):
    message = TextAreaField(
        "Votre message", [DataRequired("Écrivez votre message."), at_most(MESSAGE_MAX)], filters=[squeeze]
    )
