"""The form of a declaration: what each type de tiers is asked, and what is said of a mistake."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from webapp.core.forms import FormData
from webapp.structures.address_form import line
from webapp.structures.declaration_form import DeclarationForm, NumberForm
from webapp.structures.forms import RepresentativeForm
from webapp.structures.rules import StructureFamily

GOOD = {
    "name": "ASSOCIATION NOUVELLE",
    "siret": "849719976 00011",
    "street": "12 rue des Lilas",
    "postal_code": "46000",
    "commune": "CAHORS",
    "country": "FRANCE",
    "function": "Présidente",
    "signing": "legal_representative",
}
ASSOCIATION = StructureFamily.ASSOCIATION


def data(fields: dict[str, str]) -> FormData:
    return FormData({name: [value] for name, value in fields.items()})


def form_of(family: StructureFamily = ASSOCIATION, changed: Mapping[str, str] = GOOD) -> DeclarationForm:
    return DeclarationForm(family, data({**GOOD, **changed}))


@pytest.mark.parametrize("family", list(StructureFamily))
def test_a_complete_form_passes(family: StructureFamily) -> None:
    form = form_of(family)
    assert form.validate(), form.errors


ADDRESS = ["street", "postal_code", "commune"]
HERSELF = ["function", "signing"]


@pytest.mark.parametrize(
    ("family", "asked"),
    [
        (StructureFamily.INDIVIDUAL, ["name", *ADDRESS]),
        (StructureFamily.ASSOCIATION, ["name", *ADDRESS, *HERSELF]),
        (StructureFamily.COMPANY, ["name", "siret", *ADDRESS, *HERSELF]),
        (StructureFamily.PUBLIC_BODY, ["name", "siret", *ADDRESS, *HERSELF]),
        (StructureFamily.OTHER, ["name", *ADDRESS, *HERSELF]),
    ],
)
def test_each_empty_field_that_is_required_says_what_to_do(family: StructureFamily, asked: list[str]) -> None:
    form = DeclarationForm(family, data({"country": "FRANCE"}))
    assert not form.validate()
    assert list(form.errors) == asked, "in the order of the page"
    assert [field.name for field in form if field.flags.required and field.name != "country"] == asked


def test_a_private_person_is_asked_for_no_number_and_no_function() -> None:
    form = DeclarationForm(StructureFamily.INDIVIDUAL)
    shown = {field.name: field.label.text for field in form}
    assert shown.keys().isdisjoint({"siret", "rna", "naf", "legal_form", "function", "signing"})
    assert (shown["name"], shown["delivery_point"]) == ("Prénom et nom", "Appartement")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "A" * 201, "201 saisis"),
        ("siret", "849719976", "Le Siret comporte 14 chiffres ; vous en avez saisi 9."),
        ("siret", "84971997600012", "Vérifiez le Siret"),
        ("rna", "12", "Le numéro RNA commence par W"),
        ("naf", "71", "4 chiffres et une lettre"),
        ("street", "1" * 39, "38 caractères"),
        ("postal_code", "4600", "5 chiffres ; vous en avez saisi 4"),
        ("phone", "12", "Vérifiez ce numéro de téléphone"),
        ("email", "nouvelle", "adresse électronique complète"),
        ("function", "x" * 101, "101 saisis"),
        ("signing", "autrement", ""),
    ],
)
def test_a_mistake_is_said_at_its_field_and_what_was_typed_stays(field: str, typed: str, said: str) -> None:
    form = form_of(changed={field: typed})
    assert not form.validate()
    assert list(form.errors) == [field]
    assert said in form.errors[field][0]
    assert form[field].data == typed


class DeclaredWithOneMore(DeclarationForm):
    access_note = line("Accès")


class RepresentativeWithOneMore(RepresentativeForm):
    access_note = line("Accès")


@pytest.mark.parametrize("made", [lambda: DeclaredWithOneMore(ASSOCIATION), RepresentativeWithOneMore])
def test_a_new_field_without_a_place_is_found_at_once_rather_than_shown_and_never_checked(
    made: Callable[[], Any],
) -> None:
    with pytest.raises(LookupError, match="access_note"):
        made()


def number_error(family: StructureFamily, typed: Any) -> str:
    form = NumberForm(family, data({"numero": typed}))
    return "" if form.validate() else form.errors["numero"][0]


@pytest.mark.parametrize("typed", ["849719976 00011", " 849.719.976.00011", "W723007219", "w 723 007 219"])
def test_an_association_is_found_by_either_number(typed: str) -> None:
    assert number_error(ASSOCIATION, typed) == ""


@pytest.mark.parametrize(
    ("family", "typed", "said"),
    [
        (ASSOCIATION, "", "Saisissez le Siret (14 chiffres) ou le numéro RNA"),
        (ASSOCIATION, "W12", "Le numéro RNA commence par W, suivi de neuf chiffres, par exemple W723007219."),
        (ASSOCIATION, "8497199760001", "Le Siret comporte 14 chiffres ; vous en avez saisi 13."),
        (StructureFamily.COMPANY, "", "Saisissez le numéro Siret"),
        (StructureFamily.COMPANY, "W723007219", "Le Siret ne comporte que des chiffres"),
        (StructureFamily.OTHER, "84971997600012", "Vérifiez le Siret"),
    ],
)
def test_a_number_that_is_none_says_why(family: StructureFamily, typed: str, said: str) -> None:
    assert said in number_error(family, typed)
