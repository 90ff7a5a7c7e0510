"""Syntax of what people type about their structure."""

import re

from wtforms import RadioField, StringField, ValidationError
from wtforms.validators import DataRequired

from webapp.core.forms import Form, squeeze
from webapp.structures import rules, texts


class StructureForm(Form):
    family = RadioField(
        "Type de tiers",
        [DataRequired("Choisissez le type de votre structure.")],
        choices={"association": texts.FAMILIES["association"]},
    )
    name = StringField("Nom de la structure", [DataRequired("Saisissez le nom de la structure.")], filters=[squeeze])
    siret = StringField("Siret", [DataRequired("Saisissez le numéro Siret : 14 chiffres.")], filters=[squeeze])
    street = StringField(
        "N° et voie",
        [DataRequired("Indiquez le numéro et le nom de la voie, par exemple « 12 rue des Lilas ».")],
        filters=[squeeze],
    )
    postal_code = StringField(
        "Code postal", [DataRequired("Saisissez le code postal : 5 chiffres.")], filters=[squeeze]
    )
    commune = StringField("Commune", [DataRequired("Saisissez le nom de la commune.")], filters=[squeeze])

    def validate_name(self, field: StringField) -> None:
        if len(field.data or "") > rules.NAME_MAX:
            raise ValidationError(f"Saisissez {rules.NAME_MAX} caractères au plus ({len(field.data or '')} saisis).")

    def validate_siret(self, field: StringField) -> None:
        if problem := rules.siret_problem(field.data or ""):
            raise ValidationError(problem)

    def validate_street(self, field: StringField) -> None:
        self._check_line(field)

    def validate_commune(self, field: StringField) -> None:
        self._check_line(field)

    def validate_postal_code(self, field: StringField) -> None:
        if not re.fullmatch(r"[0-9]{5}", field.data or ""):
            raise ValidationError("Vérifiez le code postal : 5 chiffres, par exemple 46000.")

    def _check_line(self, field: StringField) -> None:
        length = len(field.data or "")
        if length > rules.ADDRESS_LINE_MAX:
            raise ValidationError(
                f"Une ligne d'adresse a {rules.ADDRESS_LINE_MAX} caractères au plus ({length} saisis) : abrégez-la."
            )
