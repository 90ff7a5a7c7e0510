"""Syntax of what people type about their account."""

from collections.abc import Callable
from typing import Any

from wtforms import BooleanField, EmailField, PasswordField, RadioField, StringField, ValidationError
from wtforms.validators import DataRequired

from webapp.accounts import rules
from webapp.accounts.models import Civility
from webapp.core.forms import Form, squeeze

CIVILITIES = {
    Civility.MADAM.value: "Madame",
    Civility.SIR.value: "Monsieur",
    Civility.UNSAID.value: "Ne souhaite pas préciser",
}
NAME_MAX = 100


def check_email(form: Form, field: Any) -> None:
    """Keeps the address in its normal form."""
    if problem := rules.email_problem(field.data):
        raise ValidationError(problem)
    field.data = rules.normal_email(field.data)


def check_name(form: Form, field: Any) -> None:
    if not any(character.isalpha() for character in field.data):
        raise ValidationError("Écrivez ce nom avec des lettres.")
    if len(field.data) > NAME_MAX:
        raise ValidationError(f"Saisissez {NAME_MAX} caractères au plus ({len(field.data)} saisis).")


def check_new_password(form: Form, field: Any) -> None:
    """What can be said without knowing the account; the rest is in use_cases/password.py."""
    if problem := rules.password_problem(field.data):
        raise ValidationError(problem)


def check_same_password(form: Form, field: Any) -> None:
    if field.data != form["new_password"].data:
        raise ValidationError("Les deux mots de passe sont différents. Saisissez deux fois le même.")


def needed(sentence: str) -> Callable[[Form, Any], None]:
    """Required, without the asterisk: the guide shows none on the two fields of the login."""

    def check(form: Form, field: Any) -> None:
        if not field.data:
            raise ValidationError(sentence)

    return check


class SignInForm(Form):
    identifier = StringField(
        "Identifiant ou adresse électronique",
        [needed("Saisissez votre identifiant ou votre adresse.")],
        filters=[squeeze],
    )
    password = PasswordField("Mot de passe", [needed("Saisissez votre mot de passe.")])


class RegistrationForm(Form):
    login = StringField("Identifiant", [DataRequired("Choisissez un identifiant.")], filters=[squeeze])
    password = PasswordField("Mot de passe", [DataRequired("Choisissez un mot de passe.")])
    password_again = PasswordField(
        "Confirmation du mot de passe", [DataRequired("Saisissez le mot de passe une seconde fois.")]
    )
    civility = RadioField(
        "Civilité", [DataRequired("Choisissez une civilité, ou « Ne souhaite pas préciser ».")], choices=CIVILITIES
    )
    last_name = StringField("Nom", [DataRequired("Saisissez votre nom."), check_name], filters=[squeeze])
    first_name = StringField("Prénom", [DataRequired("Saisissez votre prénom."), check_name], filters=[squeeze])
    email = EmailField(
        "Adresse électronique",
        [DataRequired("Saisissez votre adresse électronique."), check_email],
        filters=[squeeze],
    )
    email_again = EmailField(
        "Confirmation de l'adresse électronique",
        [DataRequired("Saisissez l'adresse une seconde fois.")],
        filters=[squeeze],
    )
    terms = BooleanField(
        "J'accepte les conditions d'utilisation du portail",
        [DataRequired("Acceptez les conditions d'utilisation pour créer votre compte.")],
    )

    def validate_login(self, field: StringField) -> None:
        if problem := rules.login_problem(field.data or ""):
            raise ValidationError(problem)

    def validate_password(self, field: PasswordField) -> None:
        """Without the names of the site, which use_cases/registration.py knows."""
        context = [field.data or "" for field in (self.login, self.email, self.first_name, self.last_name)]
        if problem := rules.password_problem(field.data or "", context=context):
            raise ValidationError(problem)

    def validate_password_again(self, field: PasswordField) -> None:
        if field.data != self.password.data:
            raise ValidationError("Les deux mots de passe sont différents. Saisissez deux fois le même.")

    def validate_email_again(self, field: EmailField) -> None:
        if (field.data or "").casefold() != (self.email.data or "").casefold():
            raise ValidationError("Les deux adresses sont différentes. Saisissez deux fois la même.")


class EmailForm(Form):
    """To receive a new activation link, or one's identifier."""

    email = EmailField(
        "Adresse électronique",
        [DataRequired("Saisissez votre adresse électronique."), check_email],
        filters=[squeeze],
    )


class ResetRequestForm(Form):
    identifier = StringField(
        "Identifiant ou adresse électronique",
        [DataRequired("Saisissez votre identifiant ou votre adresse.")],
        filters=[squeeze],
    )


class NewPasswordForm(Form):
    new_password = PasswordField(
        "Nouveau mot de passe", [DataRequired("Choisissez un nouveau mot de passe."), check_new_password]
    )
    new_password_again = PasswordField(
        "Confirmation du mot de passe",
        [DataRequired("Saisissez le nouveau mot de passe une seconde fois."), check_same_password],
    )


class PasswordForm(Form):
    current_password = PasswordField("Mot de passe actuel", [DataRequired("Saisissez votre mot de passe actuel.")])
    new_password = PasswordField(
        "Nouveau mot de passe", [DataRequired("Choisissez un nouveau mot de passe."), check_new_password]
    )
    new_password_again = PasswordField(
        "Confirmation du nouveau mot de passe",
        [DataRequired("Saisissez le nouveau mot de passe une seconde fois."), check_same_password],
    )


def check_same_email(form: Form, field: Any) -> None:
    check_email(form, field)
    if field.data.lower() != (form["new_email"].data or "").lower():
        raise ValidationError("Les deux adresses sont différentes. Saisissez deux fois la même.")


class EmailChangeForm(Form):
    new_email = EmailField(
        "Nouvelle adresse électronique",
        [DataRequired("Saisissez votre nouvelle adresse électronique."), check_email],
        filters=[squeeze],
    )
    new_email_again = EmailField(
        "Confirmation de la nouvelle adresse électronique",
        [DataRequired("Saisissez la nouvelle adresse une seconde fois."), check_same_email],
        filters=[squeeze],
    )
    password = PasswordField("Mot de passe", [DataRequired("Saisissez votre mot de passe.")])


class DetailsForm(Form):
    """The same rules as at registration."""

    civility = RegistrationForm.civility
    last_name = RegistrationForm.last_name
    first_name = RegistrationForm.first_name
