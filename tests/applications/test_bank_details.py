"""How bank details are read, and what is shown of them."""

import pytest

from tests.factories.applications import IBAN, MASKED_IBAN
from webapp.applications.bank_details import BankDetails, masked, masked_iban, read_bic
from webapp.applications.bank_form import BankAccountForm, bank_account_form
from webapp.core.forms import FormData
from webapp.schemes.misread import Misread

BELGIAN = "BE68539007547034"


def form_of(holder: str = "Zoé", iban: str = IBAN, bic: str = "AGRIFRPP", version: str = "0") -> BankAccountForm:
    typed = {"holder": [holder], "iban": [iban], "bic": [bic], "version": [version]}
    return bank_account_form(FormData(typed), asks_password=False)


@pytest.mark.parametrize(("number", "shown"), [(IBAN, MASKED_IBAN), (BELGIAN, "BE68 •••• •••• •034")])
def test_an_iban_shows_its_beginning_and_its_end(number: str, shown: str) -> None:
    assert masked_iban(number) == shown


def test_no_trace_of_an_error_shows_the_number() -> None:
    details = BankDetails("Zoé", IBAN, "AGRIFRPP")
    assert IBAN not in f"{details!r} {masked(details)!r}"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (" agri fr pp ", "AGRIFRPP"),
        ("CMCIFR2AXXX", "CMCIFR2AXXX"),
        ("BIC : AGRIFRPP", "AGRIFRPP"),
        ("BIC/SWIFT AGRIFRPP", "AGRIFRPP"),
        ("BICISNDX", "BICISNDX"),
    ],
)
def test_a_bic_is_read_as_people_write_it(typed: str, value: str) -> None:
    assert read_bic(typed) == value


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("AGRIFR", "vous en avez saisi 6"),
        ("AGRIFRPPX", "vous en avez saisi 9"),
        ("AGRI1RPP", "Recopiez le BIC"),
        ("AGRI-FR😀P", "Recopiez le BIC"),
        ("ß" * 8, "Recopiez le BIC"),
    ],
)
def test_a_wrong_bic_is_said_with_what_to_do(typed: str, words: str) -> None:
    with pytest.raises(Misread) as misread:
        read_bic(typed)
    assert words in misread.value.sentence


@pytest.mark.parametrize("bic", ["AGRIFRPP", "BREDGPGX", "CRLYMQMX", "BFCORERX", "CMCIMCM1", "BALANCNN"])
def test_a_french_iban_goes_with_the_bics_of_france_overseas_and_monaco(bic: str) -> None:
    assert form_of(bic=bic).validate()


@pytest.mark.parametrize(("iban", "bic"), [(IBAN, "GEBABEBB"), (BELGIAN, "AGRIFRPP"), (BELGIAN, "BARCGB22")])
def test_a_bic_of_another_country_is_refused_beside_it(iban: str, bic: str) -> None:
    form = form_of(iban=iban, bic=bic)
    assert not form.validate()
    assert "pas du même pays" in form.errors["bic"][0]
    assert "iban" not in form.errors


def test_what_is_typed_comes_back_as_it_was_typed_and_is_kept_compact() -> None:
    form = form_of(iban=" fr76 3000 6000 0112 3456 7890 189 ", bic="agri frpp")
    assert form.validate()
    assert form.iban._value() == "fr76 3000 6000 0112 3456 7890 189"
    assert form.details() == BankDetails("Zoé", IBAN, "AGRIFRPP")


def test_nothing_typed_is_asked_for_field_by_field() -> None:
    form = form_of("", "", "")
    assert not form.validate()
    assert [*form.errors] == ["holder", "iban", "bic"]


@pytest.mark.parametrize(("sent", "version"), [("3", 3), ("", 0), ("-1", 0), ("²", 0), ("9" * 5000, 0)])
def test_a_version_that_no_page_has_is_that_of_nothing(sent: str, version: int) -> None:
    assert form_of(version=sent).shown_version == version
