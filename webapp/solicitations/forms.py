"""Forms of a reply and of what agents say of it."""

from wtforms import TextAreaField

from webapp.core.forms import Form, at_most

REASON_MAX = 2_000
"""Characters."""


class UnableForm(Form):
    unable = TextAreaField("Pourquoi vous ne pouvez pas fournir cette pièce", [at_most(REASON_MAX)])


class VerdictForm(Form):
    verdict = TextAreaField("Ce qui ne convient pas", [at_most(REASON_MAX)])
