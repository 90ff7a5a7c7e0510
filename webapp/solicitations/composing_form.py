"""The form in which an agent composes a request: three controls for each item, and what is said of them all.

One for pieces, one for what the applicant shall modify; they differ in what can be added.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField, ValidationError

from webapp.core.clock import PARIS
from webapp.core.forms import Form, FormData, at_most, squeeze
from webapp.schemes.days import read_day
from webapp.schemes.filled import FilledForm
from webapp.schemes.misread import Misread
from webapp.solicitations.deadlines import end_of
from webapp.solicitations.forms import REASON_MAX
from webapp.solicitations.parts import editable_steps
from webapp.solicitations.queries import Item, Request
from webapp.solicitations.rules import ItemTarget
from webapp.solicitations.use_cases.composing import Composed, Wanted

MESSAGE_MAX = 5_000
LABEL_MAX = 200
"""Characters."""


class NeededToSend:
    """Marks a field without which nothing is sent, which sending checks itself: a draft is kept as it is."""

    field_flags: ClassVar[Mapping[str, bool]] = {"required": True}

    def __call__(self, form: Form, field: Any) -> None:
        pass


class RequestForm(Form):
    """With three controls for each item of the draft, added by `request_form`."""

    version = HiddenField(default="0")
    message = TextAreaField("Message au demandeur", [at_most(MESSAGE_MAX)])
    deadline = StringField("Date limite de réponse", [NeededToSend()], filters=[squeeze])

    def validate_deadline(self, field: StringField) -> None:
        try:
            read_day(field.data or "")
        except Misread as misread:
            raise ValidationError(misread.sentence) from misread

    @property
    def shown_version(self) -> int:
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @property
    def typed_deadline(self) -> datetime | None:
        """The last second of the day; None for what is no date."""
        try:
            return end_of(read_day(self.deadline.data or ""))
        except Misread:
            return None

    def composed(self, item_ids: Iterable[UUID]) -> Composed:
        wanted = {
            one: Wanted(
                reason=(self[f"reason-{one}"].data or "").strip(),
                is_required=bool(self[f"required-{one}"].data),
                suspends=bool(self[f"suspends-{one}"].data),
            )
            for one in item_ids
        }
        return Composed((self.message.data or "").strip(), self.typed_deadline, wanted)


class PieceRequestForm(RequestForm):
    piece = SelectField("Pièce du formulaire", choices=[], validate_choice=False)
    label = StringField("Nom d'une autre pièce", [at_most(LABEL_MAX)], filters=[squeeze])
    hint = StringField("Précision sur cette pièce", [at_most(LABEL_MAX)], filters=[squeeze])

    def offer(self, draft: Request, form: FilledForm) -> None:
        asked = {item.target for item in draft.items}
        self.piece.choices = [(piece.key, piece.label) for piece in form.pieces if piece.key not in asked]


class EditRequestForm(RequestForm):
    part = SelectField("Partie ou champ à faire modifier", choices=[], validate_choice=False)

    def offer(self, draft: Request, form: FilledForm) -> None:
        """By step; a field whose section is asked is asked with it."""
        asked = {(item.target_kind, item.target) for item in draft.items}
        offered = {
            step.title: [
                (part.value, part.title)
                for part in step.parts
                if asked.isdisjoint({(part.kind, part.key), (ItemTarget.SECTION, part.section)})
            ]
            for step in editable_steps(form)
        }
        self.part.choices = {title: parts for title, parts in offered.items() if parts}


def request_form(fields: FormData | None, draft: Request, form: FilledForm) -> PieceRequestForm | EditRequestForm:
    """`form`: as it was sent; what is asked already is not offered. What the page did not show yet stays as it is."""
    base = PieceRequestForm if draft.is_about_pieces else EditRequestForm
    controls = {name: field for item in draft.items for name, field in _controls(item).items()}
    form_class: type[PieceRequestForm | EditRequestForm] = type("ComposedForm", (base,), controls)
    filled: dict[str, Any] = {
        "version": str(draft.version),
        "message": draft.message,
        "deadline": f"{draft.deadline.astimezone(PARIS):%d/%m/%Y}" if draft.deadline else "",
    }
    composed = form_class(fields, data=filled)
    unseen = [item for item in draft.items if fields is not None and f"reason-{item.id}" not in fields]
    for item in unseen:  # the page is older than the item: that no tick came says nothing
        composed[f"required-{item.id}"].data = item.is_required
        composed[f"suspends-{item.id}"].data = item.suspends
    composed.offer(draft, form)
    return composed


def _controls(item: Item) -> dict[str, Any]:
    needed = [] if item.is_new else [NeededToSend()]  # the name of a piece that the scheme does not have says enough
    return {
        f"reason-{item.id}": TextAreaField(
            "Ce que demande la Région", [*needed, at_most(REASON_MAX)], default=item.reason, name=f"reason-{item.id}"
        ),
        f"required-{item.id}": BooleanField(
            "Réponse obligatoire", default=item.is_required, name=f"required-{item.id}"
        ),
        f"suspends-{item.id}": BooleanField(
            "Suspend le délai de la Région", default=item.suspends, name=f"suspends-{item.id}"
        ),
    }
