"""Syntax of what people type about their structure. What shipped lists know (communes, legal forms) is syntax too."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    ValidationError,
)
from wtforms.validators import DataRequired, Optional

from webapp.accounts.forms import RegistrationForm, check_email, check_name
from webapp.core import french
from webapp.core.forms import Form, at_most, in_order, squeeze
from webapp.core.ids import new_id
from webapp.core.phones import normal_phone, shown_phone
from webapp.editing.blocks import names_of
from webapp.reference.activities import find_activity
from webapp.reference.legal_forms import find_legal_form, legal_form, search_legal_forms
from webapp.structures import rules, texts
from webapp.structures.address_form import AddressFields, shown_address
from webapp.structures.facts import Identification, RepresentativeDetails
from webapp.structures.models import AddressLayout
from webapp.structures.rules import StructureFamily

LEGAL_FORMS_OFFERED = 8


def check_phone(form: Form, field: Any) -> None:
    """Keeps the number in E.164."""
    number = normal_phone(field.data)
    if number is None:
        raise ValidationError(texts.PHONE_WRONG)
    field.data = number


class PhoneField(TelField):
    """Shown as people write it, kept as it was typed while it is wrong."""

    def _value(self) -> str:
        return shown_phone(self.data) if self.data else ""


def phone_field(label: str) -> Any:
    return PhoneField(label, [Optional(), check_phone], filters=[squeeze])


def email_field() -> Any:
    return EmailField("Courriel", [Optional(), check_email], filters=[squeeze])


def kept(value: Any) -> str:
    """A field that the page does not show has no data."""
    return value or ""


class IdentificationForm(Form):
    """The name with its facts. What the family has not is taken out: see `identification_form`."""

    name = StringField(
        "Nom de la structure", [DataRequired(texts.NAME_MISSING), at_most(rules.NAME_MAX)], filters=[squeeze]
    )
    siret = StringField("Siret", [Optional()], filters=[squeeze])
    naf = StringField("NAF", [Optional()], filters=[squeeze])
    legal_form = StringField("Forme juridique", [Optional()], filters=[squeeze])
    rna = StringField("Numéro RNA", [Optional()], filters=[squeeze])
    phone = phone_field("Téléphone")
    mobile = phone_field("Téléphone mobile")
    fax = phone_field("Télécopie")
    email = email_field()
    website = StringField("Site internet", [Optional()], filters=[squeeze])
    version = HiddenField()

    offered_legal_forms: tuple[Any, ...] = ()
    """Those that resemble what was typed, when it is none."""

    def validate_siret(self, field: StringField) -> None:
        if problem := rules.siret_problem(field.data):
            raise ValidationError(problem)
        field.data = rules.normal_siret(field.data)

    def validate_rna(self, field: StringField) -> None:
        rna = rules.normal_rna(field.data)
        if rna is None:
            raise ValidationError(texts.RNA_WRONG)
        field.data = rna

    def validate_naf(self, field: StringField) -> None:
        activity = find_activity(field.data)
        if activity is None:
            raise ValidationError(texts.NAF_WRONG)
        field.data = activity.code

    def validate_legal_form(self, field: StringField) -> None:
        """Keeps the label, as people read it; `value()` gives the code."""
        known = find_legal_form(field.data)
        if known is None:
            self.offered_legal_forms = search_legal_forms(field.data, LEGAL_FORMS_OFFERED)
            raise ValidationError(texts.LEGAL_FORM_CHOOSE if self.offered_legal_forms else texts.LEGAL_FORM_WRONG)
        field.data = known.label

    def validate_website(self, field: StringField) -> None:
        address = rules.normal_website(field.data)
        if address is None:
            raise ValidationError(texts.WEBSITE_WRONG)
        field.data = address

    def value(self) -> Identification:
        data: dict[str, Any] = {name: kept(self[name].data) for name in names_of(Identification) if name in self}
        activity = find_activity(data.get("naf", ""))
        form = find_legal_form(data.get("legal_form", ""))
        return Identification(
            **{
                **data,
                "siret": data.get("siret") or None,
                "rna": data.get("rna") or None,
                "naf_version": activity.version if activity else "",
                "legal_form": form.code if form else "",
            }
        )


NOT_OF = {
    StructureFamily.INDIVIDUAL: ("siret", "rna", "naf", "legal_form", "fax", "website", "function", "signing"),
    StructureFamily.ASSOCIATION: (),
    StructureFamily.COMPANY: ("rna",),
    StructureFamily.PUBLIC_BODY: ("rna",),
    StructureFamily.OTHER: ("rna",),
}


def keep_for(form: Form, family: str) -> None:
    """Takes out the fields that this family has not."""
    for name in NOT_OF[StructureFamily(family)]:
        if name in form:
            del form[name]
    if family == StructureFamily.INDIVIDUAL:
        form["name"].label.text = "Prénom et nom"


def identification_form(family: str, *given: Any, **options: Any) -> IdentificationForm:
    """With the fields that this family has."""
    form = IdentificationForm(*given, **options)
    keep_for(form, family)
    return form


def shown_identification(facts: Identification) -> dict[str, Any]:
    """For the form: the legal form by its label, the Siret grouped as on the page."""
    known = legal_form(facts.legal_form)
    data = {name: getattr(facts, name) or "" for name in names_of(Identification)}
    siret = french.siret(facts.siret) if facts.siret else ""
    return {**data, "siret": siret, "legal_form": known.label if known else facts.legal_form}


class AddressForm(AddressFields):
    """The main address: an address is wanted."""

    version = HiddenField()


class FunctionForm(Form):
    """What somebody says of themselves in a structure."""

    function = StringField(
        "Votre fonction dans la structure",
        [DataRequired(texts.FUNCTION_MISSING), at_most(rules.FUNCTION_MAX)],
        filters=[squeeze],
    )
    signing = RadioField("Comment signez-vous ?", [DataRequired(texts.SIGNING_MISSING)], choices=texts.SIGNING)


class KeyedForm(Form):
    """`key` becomes the id of what the form makes: sent twice, it is made once."""

    key = HiddenField()

    def key_or_new(self) -> UUID:
        """The id that the form was given; what is not one, nobody sent from our page."""
        try:
            return UUID(self.key.data)
        except (TypeError, ValueError):
            return new_id()


class RepresentativeForm(AddressFields, KeyedForm):
    """The person, then an address that may be left out whole."""

    is_required = False
    is_own = False

    civility = RegistrationForm.civility
    first_name = StringField("Prénom", [DataRequired("Saisissez le prénom."), check_name], filters=[squeeze])
    last_name = StringField("Nom", [DataRequired("Saisissez le nom."), check_name], filters=[squeeze])
    function = StringField("Fonction", [Optional(), at_most(rules.FUNCTION_MAX)], filters=[squeeze])
    is_legal = BooleanField("Représentant légal")
    layout = SelectField(
        "Présentation de l'adresse",
        choices=texts.LAYOUTS,
        default=AddressLayout.PERSON.value,
        validate_choice=False,
    )
    phone = phone_field("Téléphone")
    mobile = phone_field("Téléphone mobile")
    fax = phone_field("Télécopie")
    profession = StringField("Profession", [Optional(), at_most(rules.FUNCTION_MAX)], filters=[squeeze])
    email = email_field()
    version = HiddenField()

    ORDER = (
        *("civility", "last_name", "first_name", "function", "is_legal", "layout"),
        *("delivery_point", "building", "street", "locality", "postal_code", "commune", "country"),
        *("phone", "mobile", "fax", "profession", "email", "version", "key", "commune_is_typed"),
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        in_order(self, self.ORDER)
        if self.layout.data not in set(AddressLayout):
            self.layout.data = AddressLayout.PERSON.value
        self.name_lines(self.layout.data)

    def value(self) -> RepresentativeDetails:
        names = (name for name in names_of(RepresentativeDetails) if name in self)
        data = {name: self[name].data if name == "is_legal" else kept(self[name].data) for name in names}
        return RepresentativeDetails(**{**data, **asdict(self.address())})


def shown_representative(details: RepresentativeDetails) -> dict[str, Any]:
    """For the form."""
    return {**asdict(details), **shown_address(details.address)}
