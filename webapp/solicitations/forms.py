"""Forms of a reply and of what agents say of it."""

from uuid import UUID

from wtforms import HiddenField, TextAreaField

from webapp.applications.forms import SubmissionForm
from webapp.core.forms import Form, MomentField, at_most

REASON_MAX = 2_000
"""Characters."""


class UnableForm(Form):
    """`seen`: the explanation that stands, as the page showed it; nothing for none."""

    seen = HiddenField(default="")
    unable = TextAreaField("Pourquoi vous ne pouvez pas fournir cette pièce", [at_most(REASON_MAX)])


class AmendmentForm(SubmissionForm):
    """`asked`: the request that the page shows."""

    asked = HiddenField(default="")

    @property
    def shown_request(self) -> UUID | None:
        """None also for what our page did not send."""
        try:
            return UUID(self.asked.data or "")
        except ValueError:
            return None


class VerdictForm(Form):
    """`seen`: when the item was judged last, as the page knew it; nothing for never."""

    seen = MomentField()
    verdict = TextAreaField("Ce qui ne convient pas", [at_most(REASON_MAX)])
