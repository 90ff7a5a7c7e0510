"""Forms made from a scheme's definition: one field of WTForms for each of the scheme's, checked by the same rules."""

from collections.abc import Callable
from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields import Field as FormField

from webapp.applications import texts
from webapp.core.forms import Form
from webapp.schemes.definition import EligibilityQuestion, Field, FieldType, SchemeDefinition
from webapp.schemes.rules import check_answer, eligibility_problem

Checker = Callable[[Form, Any], None]


def answers_form(definition: SchemeDefinition) -> type[Form]:
    """The step "Votre dossier": fields named by their keys, kept as typed."""
    return type("AnswersForm", (Form,), {field.key: _form_field(field) for field in definition.fields})


def eligibility_form(definition: SchemeDefinition) -> type[Form]:
    """The step "Critères d'éligibilité": a yes or a no each."""
    fields = {
        question.key: _Radio(question.label, [_eligibility_checker(question)], choices=texts.YES_NO)
        for question in definition.eligibility
    }
    return type("EligibilityForm", (Form,), fields)


def checked_where_filled_in(form: Form) -> Form:
    """The same form: what was kept although it is wrong says so; what is empty is not wrong yet."""
    form.validate()
    for field in form:
        if not field.data:
            field.errors = []
    return form


class SubmissionForm(Form):
    """In the order of the page, in which errors are listed."""

    commitment = BooleanField("Contrat d'engagement républicain")
    statement = BooleanField("Attestation sur l'honneur")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for field in self:
            field.flags.required = True


class _Radio(RadioField):
    """Its checker says what is wrong, with one sentence; WTForms' own would add "Not a valid choice"."""

    validate_choice = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, validate_choice=False, **options)
        self.flags.required = True


def _form_field(field: Field) -> Any:
    options: dict[str, Any] = {"description": field.hint}
    if field.type is FieldType.CHOICE:
        made = _Radio(field.label, [_checker(field)], choices={choice: choice for choice in field.choices}, **options)
    else:
        kind = TextAreaField if field.type is FieldType.LONG_TEXT else StringField
        made = kind(field.label, [_checker(field)], **options)
    return made


def _checker(field: Field) -> Checker:
    def check(form: Form, form_field: FormField) -> None:
        if problem := check_answer(field, form_field.data or "").problem:
            raise ValidationError(problem)

    check.field_flags = {"required": True} if field.required else {}  # type: ignore[attr-defined]
    return check


def _eligibility_checker(question: EligibilityQuestion) -> Checker:
    def check(form: Form, form_field: FormField) -> None:
        if problem := eligibility_problem(question, form_field.data or ""):
            raise ValidationError(problem)

    check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check
