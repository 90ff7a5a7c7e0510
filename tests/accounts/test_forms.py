"""What is typed about an account, before any rule that needs the database."""

import pytest

from webapp.accounts.forms import EmailForm, RegistrationForm, SignInForm
from webapp.core.forms import FormData

GOOD = {
    "login": "nadia.belkacem",
    "password": "un cheval bleu marche",
    "password_again": "un cheval bleu marche",
    "civility": "madam",
    "last_name": "Belkacem",
    "first_name": "Nadia",
    "email": "nadia@association.example",
    "email_again": "nadia@association.example",
    "terms": "y",
}


def _form(**changed: str) -> RegistrationForm:
    return RegistrationForm(FormData({name: [value] for name, value in (GOOD | changed).items() if value}))


def test_a_complete_form_passes() -> None:
    form = _form()
    assert form.validate(), form.errors


def test_an_empty_form_says_something_at_each_field() -> None:
    form = RegistrationForm(FormData())
    assert not form.validate()
    assert set(form.errors) == set(GOOD)
    assert all(len(errors) == 1 and errors[0].endswith(".") for errors in form.errors.values())


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("login", "na", "3 à 50"),
        ("login", "nadia@association.example", "sans le signe @"),
        ("password_again", "Un cheval bleu marche", "différents"),
        ("password", "court", "12 caractères"),
        ("civility", "other", ""),
        ("last_name", "N" * 101, "101 saisis"),
        ("last_name", "— 😀 —", "avec des lettres"),
        ("first_name", "12 34", "avec des lettres"),
        ("email", "nadia@", "adresse électronique complète"),
        ("email", "a@b.example, c@d.example", "adresse électronique complète"),
        ("email_again", "autre@association.example", "différentes"),
        ("terms", "", "conditions"),
    ],
)
def test_a_mistake_is_said_at_its_field(field: str, typed: str, said: str) -> None:
    form = _form(**{field: typed})
    assert not form.validate()
    assert said in form.errors[field][0]


@pytest.mark.parametrize("password", ["nadia.belkacem", "nadia@association.example", "association.example"])
def test_the_password_is_not_what_stands_beside_it(password: str) -> None:
    form = _form(password=password, password_again=password)
    assert not form.validate()
    assert list(form.errors) == ["password"]


def test_an_address_is_kept_in_its_normal_form_and_confirmed_in_any_case() -> None:
    form = _form(email="  Nadia@ASSOCIATION.example ", email_again="nadia@association.EXAMPLE")
    assert form.validate(), form.errors
    assert form.email.data == "Nadia@association.example"


def test_a_password_is_never_trimmed() -> None:
    spaced = " un cheval bleu marche "
    form = _form(password=spaced, password_again=spaced)
    assert form.validate(), form.errors
    assert form.password.data == spaced


def test_signing_in_needs_both_fields_and_checks_no_rule_of_form() -> None:
    form = SignInForm(FormData())
    assert not form.validate()
    assert set(form.errors) == {"identifier", "password"}
    assert SignInForm(FormData({"identifier": [" x "], "password": ["x"]})).validate()


def test_a_new_link_needs_an_address() -> None:
    assert not EmailForm(FormData({"email": ["nadia"]})).validate()
    assert EmailForm(FormData({"email": ["nadia@association.example"]})).validate()
