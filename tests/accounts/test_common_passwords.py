"""Passwords that many people have are refused under their disguises, and sentences are not."""

import hashlib
import random
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.accounts import PASSWORD
from webapp import demo
from webapp.accounts.common_passwords import FOLDER, LISTS, common_passwords, entries
from webapp.accounts.guessable import fold
from webapp.accounts.rules import COMMON, OWN_WORDS, REPETITIVE, password_problem

PERSON = ("jb.zwolinska", "jolanta@moulin-brule.example", "Jolanta", "Brzęk-Zwolińska")
SITE = ("Mes aides en ligne", "Région Exemple")
CONTEXT = (*PERSON, *SITE)


class TestTheLists:
    def test_there_are_20_000_passwords_and_more_of_leaks_alone(self) -> None:
        assert len(entries("passwords.txt")) >= 20_000
        assert {"123456", "iloveyou", "letmein", "q1w2e3r4t5y6"} <= set(entries("passwords.txt"))

    @pytest.mark.parametrize("name", LISTS)
    def test_they_are_those_of_the_readme(self, name: str) -> None:
        row = next(line for line in (FOLDER / "README.md").read_text().splitlines() if line.startswith(f"| `{name}`"))
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() in row
        assert f"| {len(entries(name))} |" in row

    @pytest.mark.parametrize("name", LISTS)
    def test_each_entry_is_once_and_as_the_rule_reads_it(self, name: str) -> None:
        found = entries(name)
        assert found == sorted(set(found))
        assert [entry for entry in found if fold(entry) != entry or not 4 <= len(entry) <= 25] == []

    def test_the_licence_stands_beside(self) -> None:
        licence = (FOLDER / "LICENSE").read_text()
        for words in ("@zxcvbn-ts", "Permission is hereby granted", "ODC Attribution License", "Django"):
            assert words in licence

    def test_french_ones_are_there(self) -> None:
        loved = {"doudou", "loulou", "chouchou", "coucou", "princesse", "soleil", "jetaime", "bonjour"}
        named = {"marseille", "nicolas", "camille", "montpellier", "occitanie", "martin"}
        typed = {"azerty", "azertyuiop", "motdepasse", "administrateur", "developpement"}
        assert loved | named | typed <= common_passwords()


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("iseedeadpeople", id="as it is in the list"),
        pytest.param("Développement", id="a long word alone"),
        pytest.param("ADMINISTRATEUR", id="in capitals"),
        pytest.param("Mot de passe 1", id="in words"),
        pytest.param("mot-de-passe.31", id="in words with hyphens"),
        pytest.param("Toulouse2026!!", id="a town and the year"),
        pytest.param("  Montpellier34 ", id="a town and the department"),
        pytest.param("Doudou140789!", id="a name of love and a birthday"),
        pytest.param("jean14071989", id="a first name and a birthday"),
        pytest.param("2026!Marseille", id="the year before"),
        pytest.param("je t'aime 2026", id="a phrase of everybody"),
        pytest.param("P@ssw0rd1234", id="signs for letters"),
        pytest.param("$0leil202620", id="signs for letters at the beginning"),
        pytest.param("Mo7depa55e!2026", id="numbers for letters"),
        pytest.param("m|chae!198907", id="strokes for i"),
        pytest.param("so!ei1202620", id="strokes for l"),
        pytest.param("azertyazerty", id="a word twice"),
        pytest.param("motdepasse motdepasse", id="words twice"),
        pytest.param("soleil soleil soleil 31", id="a word three times and a number"),
        pytest.param("azertyuiopqs", id="keys of AZERTY"),
        pytest.param("qwertyuiop12", id="keys of QWERTY"),
        pytest.param("mlkjhgfdsqpo", id="keys backwards"),
        pytest.param("1qaz2wsx3edc", id="columns of keys"),
        pytest.param("a1z2e3r4t5y6", id="two rows by turns"),
        pytest.param("abcdefghijkl", id="the alphabet"),
        pytest.param("a b c d e f ", id="the alphabet with spaces"),
        pytest.param("123456789012", id="digits in a row"),
        pytest.param("Azerty123456!", id="two rows one after the other"),
        pytest.param("azerty marseille", id="keys and a word"),
        pytest.param("06 12 34 56 78", id="a telephone number"),
        pytest.param("Admin-Subvention-2026", id="words of every such site"),
        pytest.param("OccitanieSubvention", id="a Region and a word of every such site"),
    ],
)
def test_what_people_really_type_is_refused(password: str) -> None:
    assert password_problem(password) in (COMMON, OWN_WORDS)


def test_a_common_password_is_told_with_what_to_do() -> None:
    assert password_problem("Toulouse2026!!") == (
        "Ce mot de passe fait partie des plus courants : choisissez-en un autre, "
        "par exemple quatre mots sans rapport entre eux."
    )


@pytest.mark.parametrize(
    "password",
    [
        "jolanta-zwolinska",
        "JolantaBrzęk31!",
        "J0lanta140789",
        "jb.zwolinska42",
        "Moulin-Brûlé-2026",
        "mesaidesenligne2026",
        "Mes aides en ligne !",
        "RegionExemple2026!",
        "zwolinska azertyuiop",
    ],
)
def test_the_names_of_the_person_and_of_the_site_are_no_password(password: str) -> None:
    assert password_problem(password, context=CONTEXT) == OWN_WORDS


@pytest.mark.parametrize("password", ["xkqzvb xkqzvb", "aaaabbbbccccdddd e"])
def test_a_few_characters_again_and_again_are_no_password(password: str) -> None:
    assert password_problem(password) in (REPETITIVE, COMMON)


@pytest.mark.parametrize(
    "password",
    [
        "un cheval bleu marche",
        "quatre mots pour essayer",
        "correct cheval batterie agrafe",
        "correct-cheval-batterie-agrafe",
        "deux poires et une pomme",
        "trois chaises vertes dansent",
        "jolanta mange des pommes",
        "kX9#pq2!Lm4z",
        "7f!Qz0b@Wc3k",
        PASSWORD,
        demo.PASSWORD,
    ],
)
def test_a_phrase_or_a_drawn_password_is_accepted(password: str) -> None:
    assert password_problem(password, context=CONTEXT) is None


def _refused(passwords: list[str]) -> list[str]:
    return [password for password in passwords if len(password) >= 12 and password_problem(password, context=CONTEXT)]


def test_four_common_words_at_random_are_accepted() -> None:
    """Of 1 000 phrases; the refused ones hold several of the words that every such site has."""
    draw, words = random.Random(2026), [word for word in entries("french.txt") if len(word) <= 9]
    refused = _refused([" ".join(draw.sample(words, 4)) for _ in range(1_000)])
    assert len(refused) <= 1, refused


@pytest.mark.parametrize(
    "alphabet",
    [
        string.ascii_letters + string.digits + string.punctuation,
        string.ascii_letters + string.digits,
        string.ascii_lowercase,
    ],
    ids=["all keys", "letters and digits", "small letters"],
)
def test_twelve_characters_at_random_are_accepted(alphabet: str) -> None:
    draw = random.Random(2026)
    refused = _refused(["".join(draw.choices(alphabet, k=12)) for _ in range(1_000)])
    assert len(refused) <= 3, refused


ANY_TEXT = st.text(st.characters(), max_size=1_100)
TYPED = st.text(string.ascii_lowercase + string.digits + "@$!éàç -", max_size=60)


@given(ANY_TEXT | TYPED, st.lists(ANY_TEXT | TYPED, max_size=4))
def test_no_text_breaks_the_rule(password: str, context: list[str]) -> None:
    """Each run has hypothesis's deadline of 200 ms, so this says too that no text is slow."""
    problem = password_problem(password, context=context)
    assert problem is None or re.fullmatch(r"C[^<>]+\.", problem)


@given(st.sampled_from(entries("passwords.txt")), st.sampled_from(["2026", "!!", "31!", ""]), st.booleans())
def test_an_entry_is_refused_with_a_year_or_signs_in_any_case(entry: str, after: str, upper: bool) -> None:
    password = ((entry.upper() if upper else entry.capitalize()) + after).ljust(12, "!")
    assert password_problem(password) is not None


@pytest.mark.parametrize(
    ("password", "names"),
    [
        ("azerty" * 170, ()),
        ("1234567890" * 25, ()),
        ("\ufdfa" * 341, ()),
        ("marseille1" * 25, ()),
        ("ab c" * 64, ("abc " * 5_000, " ".join(f"{number:03}" for number in range(1_000)))),
    ],
)
def test_long_ones_are_read_too(password: str, names: tuple[str, ...]) -> None:
    assert password_problem(password, context=names) is not None
