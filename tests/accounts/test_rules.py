"""What an identifier may be, and the least a password must be."""

import pytest

from webapp.accounts.rules import email_problem, login_problem, normal_email, password_problem


@pytest.mark.parametrize("login", ["abc", "a" * 50, "nadia.belkacem", "Nadia_2-3", "123"])
def test_an_identifier_has_3_to_50_plain_characters(login: str) -> None:
    assert login_problem(login) is None


@pytest.mark.parametrize("login", ["", "ab", "a" * 51, "deux mots", "éloïse", "nadia\n", "nadia/1", "<b>", "ⅷⅷⅷ"])
def test_other_identifiers_are_refused_with_the_rule(login: str) -> None:
    assert "3 à 50 caractères" in (login_problem(login) or "")


def test_an_address_is_not_an_identifier_so_that_both_can_be_typed_in_one_field() -> None:
    assert "sans le signe @" in (login_problem("nadia@association.example") or "")


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("helene@région.example", None),
        ("hélène@region.example", "sans accent ce qui précède le @"),
        ("helene", "adresse électronique complète"),
        ("helene@", "adresse électronique complète"),
    ],
)
def test_an_address_is_one_that_a_mail_can_be_sent_to(email: str, said: str | None) -> None:
    problem = email_problem(email)
    assert problem is None if said is None else said in (problem or "")


def test_an_address_is_kept_in_one_form() -> None:
    assert normal_email("Helene@RE\u0301GION.example") == "Helene@région.example"


@pytest.mark.parametrize(
    "password", ["un cheval bleu marche", "ÉéÉéàçùôÏü!?", "x7 h k w q p m ", "日本語のパスワードです今日は"]
)
def test_length_is_what_makes_a_password_not_its_composition(password: str) -> None:
    assert password_problem(password) is None


def test_a_password_has_12_characters_or_more() -> None:
    assert "au moins 12 caractères" in (password_problem("cheval bleu") or "")


def test_a_password_has_1024_bytes_or_less_however_many_characters_that_is() -> None:
    words = " ".join(f"mot{number}" for number in range(400))
    assert password_problem(words[:1024]) is None
    assert "1 024 octets" in (password_problem(words[:1025]) or "").replace("\u202f", " ")
    assert "1 024 octets" in (password_problem("éàçùôïüëâî" * 52) or "").replace("\u202f", " ")


def test_one_key_held_down_is_not_a_password() -> None:
    assert password_problem("aaaaaaaaaaaaaaaa") is not None
    assert password_problem("abababababababab") is not None


@pytest.mark.parametrize(
    "password", ["Nadia.Belkacem", "nadia.belkacem42", "association.example", "!association.example!"]
)
def test_a_password_is_not_the_identifier_or_the_address_with_a_digit_more(password: str) -> None:
    context = ("nadia.belkacem", "contact", "association.example")
    assert password_problem(password, context=context) is not None


def test_a_password_may_hold_a_context_word_among_others() -> None:
    assert password_problem("nadia.belkacem mange des pommes", context=("nadia.belkacem",)) is None
