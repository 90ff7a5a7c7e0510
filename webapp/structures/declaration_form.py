"""Syntax of what people type when they say for whom they ask: what it is, its number, then the form itself."""

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, RadioField, StringField, ValidationError
from wtforms.validators import DataRequired

from webapp.core.actor import SigningWay
from webapp.core.forms import Form, FormData, at_most, in_order, squeeze
from webapp.editing.blocks import names_of
from webapp.structures import rules, texts
from webapp.structures.address_form import AddressFields, shown_address
from webapp.structures.facts import FACTS_WITH_SOURCE, Address
from webapp.structures.forms import FunctionForm, IdentificationForm, KeyedForm, keep_for, shown_identification
from webapp.structures.models import AddressLayout
from webapp.structures.provenance import Told
from webapp.structures.rules import SIRET_REQUIRED, StructureFamily

SCOPE = "declaration"
LINES = {name for name in names_of(Address) if name != "commune_code"}


class FamilyForm(Form):
    """`type` stands in the address, hence in French."""

    type = RadioField("Type de tiers", [DataRequired(texts.FAMILY_MISSING)], validate_choice=False)

    def validate_type(self, field: RadioField) -> None:
        if field.data not in dict(field.choices):
            raise ValidationError(texts.FAMILY_MISSING)


class NumberForm(Form):
    """`numero` stands in the address, hence in French."""

    numero = StringField("Siret", [DataRequired(texts.SIRET_MISSING)], filters=[squeeze])

    def __init__(self, family: StructureFamily, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._family = family
        if family is StructureFamily.ASSOCIATION:
            self.numero.label.text = "Siret ou numéro RNA"
            self.numero.validators = [DataRequired(texts.NUMBER_MISSING)]

    def validate_numero(self, field: StringField) -> None:
        if problem := rules.number_problem(field.data, self._family):
            raise ValidationError(problem)


class DeclarationForm(IdentificationForm, AddressFields, FunctionForm, KeyedForm):
    """The structure and, unless it is the person themselves, who declares it. `told`: what a register said, signed."""

    told = HiddenField()

    LATER = ("mobile", "fax", "website", "version")
    """For who edits a structure: one that is declared has none yet."""
    ORDER = (
        *("name", "siret", "naf", "legal_form", "rna", "delivery_point", "building", "street", "locality"),
        *("postal_code", "commune", "country", "phone", "email", "function", "signing"),
        *("commune_is_typed", "key", "told"),
    )

    def __init__(self, family: StructureFamily, fields: FormData | None = None, **options: Any) -> None:
        super().__init__(fields, scope=SCOPE, **options)
        for name in self.LATER:
            del self[name]
        in_order(self, self.ORDER)
        keep_for(self, family)
        if family in SIRET_REQUIRED:
            self["siret"].validators = [DataRequired(texts.SIRET_MISSING)]
            self["siret"].flags.required = True
        if family is StructureFamily.INDIVIDUAL:
            self["name"].validators = [DataRequired(texts.PERSON_NAME_MISSING), at_most(rules.NAME_MAX)]
            self.name_lines(AddressLayout.PERSON)

    def signing_way(self) -> SigningWay:
        """Of a form that is valid. A private person signs for themselves."""
        return SigningWay(self.signing.data) if "signing" in self else SigningWay.LEGAL_REPRESENTATIVE

    def as_told(self, told: Told | None) -> set[str]:
        """Which facts stand in the form as the register told them, also while others are wrong."""
        if told is None or told.number not in {rules.normal_number(self._text("siret")), self._text("rna")}:
            return set()
        shown = shown_told(told)
        same = {name for name, text in shown.items() if _plain(name, text) == _plain(name, self._text(name))}
        facts = {name for name in FACTS_WITH_SOURCE if name in same and shown[name]}
        return facts | {"address"} if same.issuperset(LINES) and not told.address.is_empty else facts

    def _text(self, name: str) -> str:
        return (self[name].data or "") if name in self else ""


def _plain(name: str, text: str) -> str | None:
    """A Siret is shown in two groups, and typed as people like."""
    return rules.normal_number(text) if name == "siret" else text


def shown_told(told: Told) -> Mapping[str, str]:
    """For the form."""
    return {**shown_identification(told.identification), **shown_address(told.address)}
