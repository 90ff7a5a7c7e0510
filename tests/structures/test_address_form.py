"""The lines of an address: postal codes that offer their communes, countries, what a person may leave out."""

import pytest

from webapp.core.forms import FormData
from webapp.structures import texts
from webapp.structures.address_form import TYPED
from webapp.structures.facts import Address
from webapp.structures.forms import AddressForm, RepresentativeForm

GOOD = {"street": "12 rue des Lilas", "postal_code": "46000", "commune": "CAHORS", "country": "FRANCE"}
PERSON = {"civility": "madam", "first_name": "Nouvelle", "last_name": "Association", "country": "FRANCE"}


def form(**changed: str) -> AddressForm:
    return AddressForm(FormData({name: [value] for name, value in (GOOD | changed).items()}))


def person(**changed: str) -> RepresentativeForm:
    return RepresentativeForm(FormData({name: [value] for name, value in (PERSON | changed).items()}))


def saved(**changed: str) -> Address:
    filled = form(**changed)
    assert filled.validate(), filled.errors
    return filled.address()


@pytest.mark.parametrize("typed", ["CAHORS", "cahors", " Cahors ", ""])
def test_the_only_commune_of_a_code_is_taken_however_it_is_written(typed: str) -> None:
    assert (saved(commune=typed).commune, saved(commune=typed).commune_code) == ("CAHORS", "46042")


def test_a_code_with_spaces_is_understood() -> None:
    assert saved(postal_code="46 000").postal_code == "46000"


def test_a_code_with_several_communes_wants_one_of_them() -> None:
    asked = form(postal_code="01500", commune="")
    assert not asked.validate()
    assert asked.errors == {"commune": [texts.COMMUNE_NOT_CHOSEN]}
    unlisted = form(postal_code="01500", commune="", commune_is_typed="01500")
    assert not unlisted.validate()
    assert unlisted.errors == {"commune": [texts.COMMUNE_MISSING]}
    assert "AMBRONAY" in [commune.name.upper() for commune in asked.offered_communes]
    assert saved(postal_code="01500", commune="Ambronay").commune == "AMBRONAY"


def test_a_commune_that_is_not_in_the_list_can_be_typed() -> None:
    asked = form(action=TYPED)
    assert (asked.commune.data, asked.commune_is_asked) == ("", True)
    assert not asked.offered_communes, "the name is asked as text"
    typed = saved(commune="Nouvelle-Commune", commune_is_typed=asked.commune_is_typed.data)
    assert (typed.commune, typed.commune_code) == ("NOUVELLE-COMMUNE", "")


def test_another_code_offers_its_list_again() -> None:
    assert form(commune_is_typed="46000", postal_code="32000").offered_communes


def test_a_code_that_no_list_knows_leaves_the_commune_as_typed() -> None:
    address = saved(postal_code="46005", commune="Cahors Cedex")
    assert (address.commune, address.commune_code) == ("CAHORS CEDEX", "46042")
    assert saved(postal_code="99999", commune="Ailleurs").commune == "AILLEURS"


def test_abroad_nothing_is_looked_up() -> None:
    address = saved(postal_code="SW1A 2AA", commune="London", country="Royaume-Uni")
    assert (address.country, address.commune_code, address.lines[-1]) == ("GB", "", "ROYAUME-UNI")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"street": ""}, "street"),
        ({"postal_code": ""}, "postal_code"),
        ({"postal_code": "4600O"}, "postal_code"),
        ({"postal_code": "٤٦٠٠٠"}, "postal_code"),
        ({"country": ""}, "country"),
        ({"building": "B" * 39}, "building"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_what_was_typed_stays(changed: dict[str, str], field: str) -> None:
    filled = form(**changed)
    assert not filled.validate()
    assert list(filled.errors) == [field]
    assert filled[field].data == changed[field]


def test_a_person_s_address_may_be_left_out_whole_but_not_half() -> None:
    assert person().validate()
    assert person().value().address.is_empty
    begun = person(street="2 rue Neuve")
    assert not begun.validate()
    assert set(begun.errors) == {"postal_code", "commune"}


def test_the_two_layouts_call_two_lines_differently() -> None:
    organisation, at_home = person(layout="organisation"), person(layout="whatever")
    assert [organisation[name].label.text for name in ("delivery_point", "locality")] == ["Destinataire", "Mention BP"]
    assert [at_home[name].label.text for name in ("delivery_point", "locality")] == ["Appartement", "Lieu-dit, BP"]


def test_errors_come_in_the_order_of_the_page() -> None:
    empty = RepresentativeForm(FormData({"phone": ["12"], "postal_code": ["4600"], "country": ["FRANCE"]}))
    assert not empty.validate()
    assert list(empty.errors) == ["civility", "last_name", "first_name", "postal_code", "commune", "phone"]
