"""Syntax of what people type about the members of a structure."""

from typing import Any

from wtforms import EmailField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired

from webapp.accounts.forms import check_email
from webapp.core.actor import MemberRole, SigningWay
from webapp.core.forms import Form, at_most, squeeze
from webapp.members import rules, texts
from webapp.structures.forms import FunctionForm


def role_field(label: str = "Rôle") -> Any:
    return RadioField(label, [DataRequired("Choisissez un rôle.")], choices=texts.ROLE_CHOICES)


class MemberRoleForm(Form):
    role = role_field()


class MemberInvitationForm(Form):
    email = EmailField(
        "Adresse électronique",
        [DataRequired("Saisissez l'adresse électronique de la personne."), check_email],
        filters=[squeeze],
    )
    role = role_field()


class JoiningNumberForm(Form):
    """In the address of the page, hence its name."""

    siret = StringField(
        "Siret ou RNA de la structure",
        [DataRequired("Saisissez le Siret ou le RNA de la structure.")],
        filters=[squeeze],
    )


class JoiningForm(FunctionForm):
    message = TextAreaField("Message aux administrateurs (facultatif)", [at_most(rules.MESSAGE_MAX)], filters=[squeeze])


class JoinAcceptanceForm(Form):
    role = role_field("Rôle de la personne dans la structure")


class JoinRefusalForm(Form):
    reason = TextAreaField("Motif (facultatif)", [at_most(rules.REASON_MAX)], filters=[squeeze])


def chosen_role(form: Form) -> MemberRole:
    """Of a form that is valid."""
    return MemberRole(form["role"].data)


def chosen_signing(form: FunctionForm) -> SigningWay:
    return SigningWay(form.signing.data)
