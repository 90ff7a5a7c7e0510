"""Syntax of what administrators type about agents, and of what an invited agent chooses."""

from collections.abc import Mapping
from typing import Any

from wtforms import EmailField, PasswordField, RadioField, SearchField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired

from webapp.accounts import rules
from webapp.accounts.forms import CIVILITIES, check_email, check_name, check_new_password, check_same_password
from webapp.accounts.models import AccountState
from webapp.agents import texts
from webapp.core.actor import AccountKind, AgentRole
from webapp.core.forms import Form, FormData, squeeze

# In the address of the list, hence in French.
KINDS = {"agents": AccountKind.AGENT, "usagers": AccountKind.APPLICANT}
STATES = {
    "a-activer": AccountState.PENDING,
    "actifs": AccountState.ACTIVE,
    "desactives": AccountState.DISABLED,
    "fermes": AccountState.CLOSED,
}


class AccountSearchForm(Form):
    """Nothing here is ever wrong: what is not offered is as if it were not chosen."""

    recherche = SearchField("Nom, identifiant ou adresse", filters=[squeeze])
    qui = SelectField(
        "Qui", choices={"": "Agents et usagers", "agents": "Agents", "usagers": "Usagers"}, validate_choice=False
    )
    etat = SelectField(
        "État",
        choices={
            "": "Tous",
            "a-activer": "À activer",
            "actifs": "Actifs",
            "desactives": "Désactivés",
            "fermes": "Fermés",
        },
        validate_choice=False,
    )

    @property
    def kind(self) -> AccountKind | None:
        return KINDS.get(self.qui.data or "")

    @property
    def state(self) -> AccountState | None:
        return STATES.get(self.etat.data or "")


def role_field() -> Any:
    return RadioField("Rôle", [DataRequired("Choisissez un rôle.")], choices=texts.ROLES)


class RoleForm(Form):
    role = role_field()
    service = SelectField("Service")

    def __init__(self, fields: FormData | None, services: Mapping[str, str], **given: Any) -> None:
        """`services`: the name of each, by its id."""
        super().__init__(fields, **given)
        self.service.choices = {"": "Aucun service", **services}

    def validate_service(self, field: SelectField) -> None:
        if not field.data and self.role.data and self.role.data != AgentRole.ADMINISTRATOR:
            raise ValidationError(texts.NO_SERVICE)


class InvitationForm(RoleForm):
    civility = RadioField(
        "Civilité", [DataRequired("Choisissez une civilité, ou « Ne souhaite pas préciser ».")], choices=CIVILITIES
    )
    last_name = StringField("Nom", [DataRequired("Saisissez le nom de l'agent."), check_name], filters=[squeeze])
    first_name = StringField("Prénom", [DataRequired("Saisissez le prénom de l'agent."), check_name], filters=[squeeze])
    email = EmailField(
        "Adresse électronique",
        [DataRequired("Saisissez l'adresse électronique de l'agent."), check_email],
        filters=[squeeze],
    )
    # Once more: errors are listed in the order of the page.
    role = role_field()
    service = SelectField("Service")


class ActivationForm(Form):
    login = StringField("Identifiant", [DataRequired("Choisissez un identifiant.")], filters=[squeeze])
    new_password = PasswordField("Mot de passe", [DataRequired("Choisissez un mot de passe."), check_new_password])
    new_password_again = PasswordField(
        "Confirmation du mot de passe",
        [DataRequired("Saisissez le mot de passe une seconde fois."), check_same_password],
    )

    def validate_login(self, field: StringField) -> None:
        if problem := rules.login_problem(field.data or ""):
            raise ValidationError(problem)
