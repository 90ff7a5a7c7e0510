"""Syntax of what agents type about an application."""

from collections.abc import Mapping
from uuid import UUID

from wtforms import HiddenField, RadioField, SelectField, TextAreaField, ValidationError
from wtforms.validators import DataRequired

from webapp.core.forms import Form, FormData, at_most, squeeze
from webapp.review import texts
from webapp.review.rules import Conformity
from webapp.structures.forms import KeyedForm

REASON_MAX = 2_000
NOTE_MAX = 5_000
"""Both in characters."""


class InadmissibilityForm(Form):
    reason = TextAreaField(
        "Raisons de l'irrecevabilité",
        [DataRequired(texts.REASON_OF_INADMISSIBILITY_MISSING), at_most(REASON_MAX)],
        filters=[squeeze],
    )


class DropForm(Form):
    reason = TextAreaField(
        "Raison du classement sans suite",
        [DataRequired(texts.REASON_OF_DROP_MISSING), at_most(REASON_MAX)],
        filters=[squeeze],
    )


class NoteForm(KeyedForm):
    """Its one field has no star: a form of one field says by its button what it wants."""

    text = TextAreaField("Nouvelle note", [at_most(NOTE_MAX)], filters=[squeeze])

    def validate_text(self, field: TextAreaField) -> None:
        if not field.data:
            raise ValidationError(texts.NOTE_MISSING)


class AssignmentForm(Form):
    """`was`: the id of who followed the application when the page was made."""

    was = HiddenField()
    agent = SelectField("Confier à", validate_choice=False)

    def __init__(self, fields: FormData | None, names: Mapping[UUID, str], follower: UUID | None) -> None:
        """`names`: of those who may follow it, by their id."""
        follows = str(follower or "")
        super().__init__(fields, scope="suivi", was=follows, agent=follows)
        self.agent.choices = {str(agent): name for agent, name in names.items()}

    @property
    def chosen(self) -> UUID:
        """Of a form that is valid."""
        return UUID(self.agent.data)

    def validate_agent(self, field: SelectField) -> None:
        if id_of(field.data) is None:
            raise ValidationError(texts.FOLLOWER_MISSING)

    @property
    def expected(self) -> UUID | None:
        return id_of(self.was.data)

    def now_followed_by(self, follower: UUID | None) -> None:
        """What is sent next is compared with this."""
        self.was.data = str(follower or "")


class VerdictForm(Form):
    """`version`: of the verdict that the page showed, 0 for none."""

    version = HiddenField(default="0")
    conformity = RadioField("Cette pièce est", [DataRequired(texts.CONFORMITY_MISSING)], choices=texts.CONFORMITIES)
    reason = TextAreaField("Ce qui n'est pas conforme", [at_most(REASON_MAX)], filters=[squeeze])

    def validate_reason(self, field: TextAreaField) -> None:
        if self.conformity.data == Conformity.NON_CONFORM and not field.data:
            raise ValidationError(texts.REASON_OF_PIECE_MISSING)

    @property
    def shown_version(self) -> int:
        """0, which is in conflict with any verdict, for what our page did not send."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def id_of(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
