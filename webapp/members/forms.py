"""Syntax of what people type about the members of a structure."""

from typing import Any

from wtforms import EmailField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired

from webapp.accounts.forms import check_email
from webapp.core.actor import MemberRole, SigningWay
from webapp.core.forms import Form, squeeze
from webapp.members import rules, texts
from webapp.structures import texts as structure_texts


def role_field(label: str = "Rôle") -> Any:
    return RadioField(label, [DataRequired("Choisissez un rôle.")], choices=texts.ROLE_CHOICES)


def _check_length(field: Any, most: int) -> None:
    length = len(field.data or "")
    if length > most:
        raise ValidationError(f"Saisissez {most} caractères au plus ({length} saisis).")


class MemberRoleForm(Form):
    role = role_field()


class MemberInvitationForm(Form):
    email = EmailField(
        "Adresse électronique",
        [DataRequired("Saisissez l'adresse électronique de la personne."), check_email],
        filters=[squeeze],
    )
    role = role_field()


class FunctionForm(Form):
    """What somebody says of themselves in a structure."""

    function = StringField(
        "Votre fonction dans la structure",
        [DataRequired("Indiquez votre fonction, par exemple « Trésorière ».")],
        filters=[squeeze],
    )
    signing = RadioField(
        "Signature des demandes",
        [DataRequired("Dites si vous signez les demandes de la structure, et à quel titre.")],
        choices=structure_texts.SIGNING,
    )

    def validate_function(self, field: StringField) -> None:
        _check_length(field, rules.FUNCTION_MAX)


class NumberForm(Form):
    """In the address of the page, hence its name."""

    siret = StringField(
        "Siret ou RNA de la structure",
        [DataRequired("Saisissez le Siret ou le RNA de la structure.")],
        filters=[squeeze],
    )


class JoiningForm(FunctionForm):
    message = TextAreaField("Message aux administrateurs (facultatif)", filters=[squeeze])

    def validate_message(self, field: TextAreaField) -> None:
        _check_length(field, rules.MESSAGE_MAX)


class JoinAcceptanceForm(Form):
    role = role_field("Rôle de la personne dans la structure")


class JoinRefusalForm(Form):
    reason = TextAreaField("Motif (facultatif)", filters=[squeeze])

    def validate_reason(self, field: TextAreaField) -> None:
        _check_length(field, rules.REASON_MAX)


def chosen_role(form: Form) -> MemberRole:
    """Of a form that is valid."""
    return MemberRole(form["role"].data)


def chosen_signing(form: FunctionForm) -> SigningWay:
    return SigningWay(form.signing.data)
