"""The six fields of a declaration."""

import pytest

from webapp.core.forms import FormData
from webapp.structures.declaration_form import StructureForm

GOOD = {
    "family": "association",
    "name": "ASSOCIATION NOUVELLE",
    "siret": "849719976 00011",
    "street": "12 rue des Lilas",
    "postal_code": "46000",
    "commune": "CAHORS",
}


def _form(**changed: str) -> StructureForm:
    return StructureForm(FormData({name: [value] for name, value in (GOOD | changed).items()}))


def test_a_complete_form_passes() -> None:
    form = _form()
    assert form.validate(), form.errors


def test_each_empty_field_says_what_to_do() -> None:
    form = StructureForm(FormData())
    assert not form.validate()
    assert set(form.errors) == set(GOOD)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("family", "syndicate", ""),
        ("name", "A" * 201, "201 saisis"),
        ("siret", "849719976", "14 chiffres"),
        ("siret", "84971997600012", "Vérifiez le Siret"),
        ("street", "1" * 39, "38 caractères"),
        ("commune", "S" * 39, "39 saisis"),
        ("postal_code", "4600", "5 chiffres"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_what_was_typed_stays(field: str, typed: str, said: str) -> None:
    form = _form(**{field: typed})
    assert not form.validate()
    assert list(form.errors) == [field]
    assert said in form.errors[field][0]
    assert form[field].data == typed
