"""Syntax of the bank details that people type. They are kept compact, and come back as they were typed."""

import re
from collections.abc import Callable
from typing import Any

from wtforms import HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired

from webapp.applications.bank_details import BankDetails, read_bic, require_one_country
from webapp.core.forms import Form, FormData, at_most, squeeze
from webapp.schemes.identifiers import read_iban
from webapp.schemes.misread import Misread

_VERSION = re.compile(r"[0-9]{1,18}")
HOLDER_MAX = 140  # of a name, in the messages of banks (ISO 20022)


def check_read_by(read: Callable[[str], str]) -> Callable[[Form, Any], None]:
    def check(_: Form, field: Any) -> None:
        try:
            read(field.data)
        except Misread as misread:
            raise ValidationError(misread.sentence) from misread

    return check


class BankAccountForm(Form):
    """`password` is asked only of who has not typed it lately: see `bank_account_form`."""

    holder = StringField(
        "Titulaire du compte",
        [DataRequired("Indiquez le titulaire du compte, comme sur le RIB."), at_most(HOLDER_MAX)],
        filters=[squeeze],
    )
    iban = StringField(
        "IBAN",
        [DataRequired("Indiquez l'IBAN : il est sur le RIB, et commence par FR en France."), check_read_by(read_iban)],
        filters=[squeeze],
    )
    bic = StringField(
        "BIC",
        [DataRequired("Indiquez le BIC : 8 ou 11 lettres et chiffres, sur le RIB."), check_read_by(read_bic)],
        filters=[squeeze],
    )
    version = HiddenField(default="0")
    password = PasswordField("Mot de passe", [DataRequired("Saisissez votre mot de passe.")])

    def validate_bic(self, field: StringField) -> None:
        """Of the pair, once each is right by itself."""
        try:
            iban = read_iban(self.iban.data or "")
        except Misread:
            return
        try:
            require_one_country(iban, read_bic(field.data))
        except Misread as misread:
            raise ValidationError(misread.sentence) from misread

    def details(self) -> BankDetails:
        """Of a form that is valid."""
        return BankDetails(self.holder.data, read_iban(self.iban.data), read_bic(self.bic.data))

    @property
    def shown_version(self) -> int:
        """Of the account that the page showed; 0 for none."""
        return int(self.version.data) if _VERSION.fullmatch(self.version.data or "") else 0

    def goes_over(self, version: int) -> None:
        """Sent again, it replaces the account of this version; the password was right a moment ago."""
        self.version.data = str(version)
        if "password" in self:
            del self.password

    @property
    def typed_password(self) -> str:
        return self.password.data if "password" in self else ""


def bank_account_form(fields: FormData | None, *, asks_password: bool, **filled: Any) -> BankAccountForm:
    form = BankAccountForm(fields, scope="bank-account", **filled)
    if not asks_password:
        del form.password
    return form
