"""The lines of a postal address (AFNOR NF Z10-011). In France the postal code offers its communes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from wtforms import HiddenField, StringField, ValidationError
from wtforms.validators import DataRequired, Optional, StopValidation

from webapp.core.forms import Form, FormData, at_most, squeeze
from webapp.editing.blocks import names_of
from webapp.reference.communes import Commune, communes_of, find_commune
from webapp.reference.countries import country, find_country
from webapp.structures import texts
from webapp.structures.facts import FRANCE, Address
from webapp.structures.models import AddressLayout
from webapp.structures.rules import ADDRESS_LINE_MAX

FRENCH_CODE_LENGTH = 5
FOREIGN_CODE_MAX = 12
TYPED = "type"
"""What "Ma commune n'est pas dans cette liste" sends as its action."""

LABELS = {
    AddressLayout.ORGANISATION: {"delivery_point": "Destinataire", "locality": "Mention BP"},
    AddressLayout.PERSON: {"delivery_point": "Appartement", "locality": "Lieu-dit, BP"},
}


check_line = at_most(ADDRESS_LINE_MAX, texts.LINE_TOO_LONG)
check_foreign_code = at_most(FOREIGN_CODE_MAX)


def if_wanted(sentence: str, *, once_begun: bool = True) -> Any:
    """Required of an address that is required; and, unless told otherwise, of one that was begun."""

    def check(form: "AddressFields", field: Any) -> None:
        if not field.data:
            field.errors = []
            raise StopValidation(sentence if form.is_required or (once_begun and form.is_wanted) else "")

    return check


def want_commune(form: "AddressFields", field: Any) -> None:
    if_wanted(texts.COMMUNE_NOT_CHOSEN if form.offered_communes else texts.COMMUNE_MISSING)(form, field)


def take_the_only_commune(form: "AddressFields", field: Any) -> None:
    if not field.data and (only := form.chosen_commune):
        field.data = only.name.upper()


def line(label: str) -> Any:
    return StringField(label, [Optional(), check_line], filters=[squeeze])


class AddressFields(Form):
    """`is_required`: else an address without a word is none. `is_own`: a browser may offer its owner's address."""

    is_required = True
    is_own = True

    delivery_point = line("Destinataire")
    building = line("Bâtiment")
    street = StringField(
        "N° et voie", [if_wanted(texts.STREET_MISSING, once_begun=False), check_line], filters=[squeeze]
    )
    locality = line("Mention BP")
    postal_code = StringField("Code postal", [if_wanted(texts.POSTAL_CODE_MISSING)], filters=[squeeze])
    commune = StringField("Commune", [take_the_only_commune, want_commune, check_line], filters=[squeeze])
    country = StringField("Pays", [DataRequired(texts.COUNTRY_MISSING)], filters=[squeeze], default="FRANCE")
    commune_is_typed = HiddenField()
    """The postal code of which the person has said that their commune is not in its list."""

    def __init__(self, fields: FormData | None = None, **options: Any) -> None:
        super().__init__(fields, **options)
        self.commune_is_asked = fields is not None and fields.get("action") == TYPED
        if self.commune_is_asked:
            self.commune.data, self.commune_is_typed.data = "", _digits(self.postal_code.data)
        for name in ("street", "postal_code", "commune") if self.is_required else ():
            self[name].flags.required = True

    def name_lines(self, layout: str) -> None:
        """The two layouts differ in what two of their lines are called."""
        for name, label in LABELS[AddressLayout(layout)].items():
            self[name].label.text = label

    @property
    def is_wanted(self) -> bool:
        """`country` is there from the beginning, and says nothing."""
        return self.is_required or any(text for name, text in self._typed().items() if name != "country")

    @property
    def is_french(self) -> bool:
        known = find_country(self.country.data or "")
        return known is not None and known.code == FRANCE

    @property
    def offered_communes(self) -> Sequence[Commune]:
        """To choose from; none where the name is to be typed."""
        code = _digits(self.postal_code.data)
        return () if self.commune_is_typed.data == code or not self.is_french else communes_of(code)

    @property
    def chosen_commune(self) -> Commune | None:
        """The one that was typed or chosen; where a code has but one, that one for a field left empty."""
        offered = self.offered_communes
        if not self.commune.data and len(offered) == 1:
            return offered[0]
        return find_commune(_digits(self.postal_code.data), self.commune.data or "") if self.is_french else None

    def validate_postal_code(self, field: StringField) -> None:
        if not field.data:
            return
        if not self.is_french:
            check_foreign_code(self, field)
            return
        digits = _digits(field.data)
        if not (digits.isascii() and digits.isdecimal()):
            raise ValidationError(texts.POSTAL_CODE_WRONG)
        if len(digits) != FRENCH_CODE_LENGTH:
            raise ValidationError(texts.POSTAL_CODE_LENGTH.format(typed=len(digits)))
        field.data = digits

    def validate_commune(self, field: StringField) -> None:
        if self.offered_communes and self.chosen_commune is None:
            names = ", ".join(commune.name.upper() for commune in self.offered_communes[:3])
            more = ", etc" if len(self.offered_communes) > 3 else ""
            raise ValidationError(texts.COMMUNE_WRONG.format(code=_digits(self.postal_code.data), names=names + more))

    def validate_country(self, field: StringField) -> None:
        if find_country(field.data) is None:
            raise ValidationError(texts.COUNTRY_WRONG)

    def address(self) -> Address:
        """Of a form that is valid."""
        if not self.is_wanted:
            return Address()
        commune, known = self.chosen_commune, find_country(self.country.data or "")
        typed = self._typed()
        name = commune.name if commune and not _is_cedex(self.commune.data) else typed["commune"]
        return Address(
            **{
                **typed,
                "commune": name.upper(),
                "commune_code": commune.code if commune else "",
                "country": known.code if known else FRANCE,
            }
        )

    def _typed(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in names_of(Address) if name in self}


def _is_cedex(name: str | None) -> bool:
    """Part of the address, which the commune's own name would lose."""
    return "cedex" in (name or "").lower().split()


def _digits(text: str | None) -> str:
    return (text or "").replace(" ", "").replace("\u00a0", "").replace("\u202f", "")


def shown_address(address: Address) -> Mapping[str, str]:
    """For the form: the country by its name."""
    known = country(address.country)
    is_listed = not address.commune or find_commune(address.postal_code, address.commune) is not None
    return {
        **asdict(address),
        "country": (known.name if known else address.country).upper(),
        "commune_is_typed": "" if is_listed else address.postal_code,
    }
