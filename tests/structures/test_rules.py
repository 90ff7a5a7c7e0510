"""A Siret that exists, as people copy it; a French postal code."""

import pytest

from webapp.structures.rules import StructureFamily, family_of, normal_siret, normal_website


@pytest.mark.parametrize(
    "text",
    ["84971997600011", "849719976 00011", "849 719 976 00011", "849\u202f719\u00a0976 00011", "849.719.976-00011"],
)
def test_a_siret_is_read_however_it_is_grouped(text: str) -> None:
    assert normal_siret(text) == "84971997600011"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("84971997600012", id="one digit wrong"),
        pytest.param("84971997600101", id="two digits swapped"),
        pytest.param("849719976", id="a Siren alone"),
        pytest.param("849719976000110", id="15 digits"),
        pytest.param("8497199760001O", id="the letter O"),
        pytest.param("٨٤٩٧١٩٩٧٦٠٠٠١١", id="digits of another script"),
        pytest.param("", id="empty"),
    ],
)
def test_what_is_not_a_siret_is_refused(text: str) -> None:
    assert normal_siret(text) is None


def test_the_post_offices_of_la_poste_have_their_own_rule() -> None:
    """Their digits add up to a multiple of 5; Luhn holds for the headquarters only."""
    assert normal_siret("35600000000001") == "35600000000001"
    assert normal_siret("35600000000048") == "35600000000048"
    assert normal_siret("35600000000002") is None


@pytest.mark.parametrize(
    ("legal_form", "family"),
    [
        ("9220", StructureFamily.ASSOCIATION),
        ("9260", StructureFamily.ASSOCIATION),
        ("L01", StructureFamily.ASSOCIATION),
        ("1000", StructureFamily.COMPANY),
        ("5499", StructureFamily.COMPANY),
        ("6540", StructureFamily.COMPANY),
        ("7210", StructureFamily.PUBLIC_BODY),
        ("4110", StructureFamily.PUBLIC_BODY),
        ("9300", StructureFamily.OTHER),
        ("8410", StructureFamily.OTHER),
        ("", None),
    ],
)
def test_a_legal_form_says_of_which_type_de_tiers_it_is(legal_form: str, family: StructureFamily | None) -> None:
    assert family_of(legal_form) is family


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("www.exemple.fr", "https://www.exemple.fr"),
        ("http://exemple.fr/page?a=1", "http://exemple.fr/page?a=1"),
        ("exemple.fr:8443", "https://exemple.fr:8443"),
    ],
)
def test_a_website_is_kept_with_its_scheme(typed: str, address: str) -> None:
    assert normal_website(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        *("exemple", "ftp://exemple.fr", "javascript:alert(1)", "mon site.fr", "a.fr\u00a0b", "https://[exemple.fr"),
        *("nom@exemple.fr", "https://banque.fr@exemple.fr", "exemple.fr/" + "a" * 200, "", "https://"),
    ],
)
def test_what_no_browser_would_open_there_is_no_website(typed: str) -> None:
    assert normal_website(typed) is None
